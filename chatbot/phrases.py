"""What the bot itself says around the author's answers: one table, each line to be overridden.

A content's ``messages`` may replace any of these by name. Names in braces are filled in;
an override may leave them out. It knows nothing of when they are said.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["PHRASES", "say"]

PHRASES: Mapping[str, str] = MappingProxyType(
    {
        # declines
        "decline": "I have no answer to that.",
        "decline_subject": "I have nothing on {subjects}.",
        "decline_words": "I have no answer to that: I know nothing about {words}.",
        "decline_language": "I can only read English, and I did not understand that.",
        "decline_again": "I have no answer to that either.",
        "decline_lost": (
            "I am not getting any further with this. Try other words, pick one of the subjects below, or ask "
            "somebody who can look at your question in person."
        ),
        "decline_beyond": (
            "Somebody who can look at your question in person may know more. This is what I know about:"
        ),
        "nearest": "Closest to it, I can tell you about:",
        "topics": "I can tell you about:",
        "part_missing": "About the other part of your message: {reason}",
        # asking back
        "clarify": "I am not sure what you mean. Is it one of these?",
        "clarify_again": "I am still not sure which of these you mean:",
        "clarify_one": "I am not sure what you mean. Is it this?",
        "clarify_none": "If none of these fits, say so, or put it in other words.",
        "which_one": "Which of these would you like? Type its number.",
        "out_of_range": "There is no such number. Please choose one of these:",
        "none_of_these": "All right, none of these. Please put it in other words.",
        "fine": "All right. What else would you like to know?",
        "nothing_to_repeat": "I have not said anything yet. What would you like to know?",
        "nothing_before": "There is nothing before this. What would you like to know?",
        "nothing_more": "That is all I have on this.",
        "no_subject": "About what? You can ask, for example, about:",
        "simpler": (
            "I have only these words for it. It may be easier in pieces: ask about the word that is unclear, "
            "or go on with one of these."
        ),
        "restart": "Let us start again. What would you like to know?",
        "stopped": "All right, I will stop here. Ask again whenever you like.",
        "rejected": "Sorry, I misread that. Did you mean one of these?",
        "rejected_alone": "Sorry, I misread that. Please put it in other words.",
        "empty": "I did not catch a question. What would you like to know?",
        # openings of answers
        "likely": "*If I understood you correctly:*",
        "again_answer": "*The answer to this is the same:*",
        "again_other": "*Once more:*",
        "corrected": "*All right, about that instead:*",
        "more": "*More on this:*",
        "back": "*Back to this:*",
        "other_meaning": "If you meant something else, see the choices below.",
        "anything_else": "Is there anything else you would like to know?",
        # safety
        "urgent": "**What you wrote sounds as if {means}. Please read this before anything else.**",
        "urgent_likeness": "**What you wrote may mean that {means}. Please read this before anything else.**",
        "urgent_again": "**What you wrote before is still urgent ({means}), whatever the cause.**",
        "urgent_bye": "**Before you go: what you wrote is still urgent ({means}).**",
        "urgent_not_so": "If it is not so, answer with a plain \u201cno\u201d.",
        "urgent_still": "*What you wrote before is still urgent, whatever else you read here:* {means}.",
        "alarm_question": (
            "One question first, for your safety: do you mean that {means}? Please answer yes or no."
        ),
        "alarm_unanswered": (
            "Please answer this first, for your safety: do you mean that {means}? "
            "With a plain yes or no I can go on."
        ),
        "alarm_open": (
            "*You have not said whether {means}. If it is so, that comes before all you read here: answer "
            "with a plain \u201cyes\u201d.*"
        ),
        "alarm_denied": "All right. What would you like to know?",
        "alarm_joking": (
            "All right. If it is ever true, what I wrote is what to do. What would you like to know?"
        ),
        "alarm_cleared": (
            "Good to hear. If it changes or gets worse, go back to them at once. What would you like to know?"
        ),
        "alarm_cared_for": (
            "Good. Tell them everything that you wrote to me; what they say counts more than anything here."
        ),
    }
)


def say(messages: Mapping[str, str], name: str, **parts: str) -> str:
    """The phrase ``name``, from the content's own ``messages`` if it has one, filled with ``parts``."""
    text = messages.get(name) or PHRASES[name]
    for key, value in parts.items():
        text = text.replace("{" + key + "}", value)
    return text
