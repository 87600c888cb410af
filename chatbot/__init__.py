"""A chatbot that answers free-text questions from reference content, offline.

from chatbot import Bot

bot = Bot.load()
reply = bot.ask("why does my groin hurt when I stand up")
reply = bot.ask("2", reply.conversation)
"""

from chatbot.bot import Bot
from chatbot.content import Content, Intent
from chatbot.conversation import START, Conversation
from chatbot.errors import ChatbotError, ContentError, ConversationError, Problem
from chatbot.reply import Choice, Explanation, Reply, Source, WordShare
from chatbot.suggesting import Suggestion

__all__ = [
    "START",
    "Bot",
    "ChatbotError",
    "Choice",
    "Content",
    "ContentError",
    "Conversation",
    "ConversationError",
    "Explanation",
    "Intent",
    "Problem",
    "Reply",
    "Source",
    "Suggestion",
    "WordShare",
]
