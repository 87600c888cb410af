"""Decision + content -> the finished reply; it decides nothing and scores nothing.

The text of an answer is the author's own. Around it stand the bot's phrases: what was
understood, what is missing, what to choose from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Sequence
from dataclasses import replace

from chatbot.content import MAX_OPTIONS, Content, Intent, Section, Sign
from chatbot.decision import Decision
from chatbot.phrases import say
from chatbot.reply import Choice, Explanation, Reply, Source

__all__ = ["compose", "digest"]

_MAX_NAMED = 3  # words that a decline names; more say nothing more


def compose(decision: Decision, content: Content, heard: str, explain: Callable[[], Explanation]) -> Reply:
    """The reply to a message whose digest is ``heard``."""
    memory = decision.memory
    text = _text(decision, content)
    if digest(text) == memory.said and heard != memory.heard:
        text = _again(decision, content, text)
    return Reply(
        kind=decision.kind,
        intents=decision.intents,
        text=text,
        confidence=round(min(1.0, max(0.0, decision.confidence)), 4),
        choices=tuple(
            Choice(number, content.intents[name].title, name)
            for number, name in enumerate(decision.choices, 1)
        ),
        sources=_sources(_sections(decision, content), content),
        final=any(content.intents[name].final for name in decision.intents),
        conversation=replace(memory, said=digest(text), heard=heard),
        _explain=explain,
    )


def digest(text: str) -> str:
    """Four hexadecimal digits: enough to see that a text is not the last one, too few to guess it by."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=2).hexdigest()


def _text(decision: Decision, content: Content) -> str:
    if decision.kind == "urgent":
        return _urgent(decision, content)
    if decision.kind == "answer":
        return _answer(decision, content)
    text = _decline(decision, content) if decision.kind == "decline" else _clarify(decision, content)
    if decision.opening.startswith("alarm_"):
        return text
    return "\n\n".join([*_warnings(decision, content), text])


def _again(decision: Decision, content: Content, text: str) -> str:
    """The same text as last time, to another message: said so, in place of plain repetition."""
    if all(content.intents[name].small_talk for name in decision.intents) and decision.intents:
        return f"{text}\n\n{say(content.messages, 'anything_else')}"
    if decision.kind == "answer":  # in place of any other opening
        return f"{say(content.messages, 'again_answer')}\n\n{_text(decision._replace(opening=''), content)}"
    return f"{say(content.messages, 'again_other')}\n\n{text}"


# -- answers -----------------------------------------------------------------------------------


def _answer(decision: Decision, content: Content) -> str:
    intents = [content.intents[name] for name in decision.intents]
    blocks = []
    if decision.opening in ("likely", "corrected", "more", "back"):
        blocks.append(say(content.messages, decision.opening))
    blocks += _warnings(decision, content)
    blocks += [content.cautions[key] for key in dict.fromkeys(it.caution for it in intents if it.caution)]
    several = len(intents) > 1
    for number, intent in enumerate(intents):
        told = {ref for other in intents[:number] for ref in other.answers}
        body = _body(intent, content, told)
        blocks.append(f"**{intent.title}**\n\n{body}" if several else body)
    if decision.missing:
        reason = _subjects(decision, content)
        blocks.append(say(content.messages, "part_missing", reason=reason))
    return "\n\n".join(blocks)


def _warnings(decision: Decision, content: Content) -> list[str]:
    """A red flag of the last turns is not forgotten while other things are answered, thanks included; nor
    is the question after one."""
    sign = _remembered(decision, content)
    if sign is None:
        return []
    if decision.memory.pending == "alarm":
        return [say(content.messages, "alarm_open", means=sign.means)]
    what_to_do = [
        content.sections[ref].body.partition("\n\n")[0] for ref in _reminder_refs(decision, content)
    ]
    return [say(content.messages, "urgent_still", means=sign.means), *what_to_do]


def _reminder_refs(decision: Decision, content: Content) -> list[str]:
    """The section whose first paragraph a reminder of a red flag shows, if one stands."""
    if decision.memory.pending == "alarm" or decision.opening.startswith("alarm_"):
        return []
    sign = _remembered(decision, content)
    return list(sign.answers[:1]) if sign else []


def _remembered(decision: Decision, content: Content) -> Sign | None:
    return next((sign for sign in content.alarms.signs if sign.name == decision.memory.sign), None)


def _body(intent: Intent, content: Content, told: Container[str]) -> str:
    """The sections of an intent, without those that the reply tells already, if any are left."""
    if intent.reply:
        return intent.reply
    fresh = [ref for ref in intent.answers if ref not in told]
    return "\n\n".join(content.sections[ref].body for ref in fresh or intent.answers)


# -- safety ------------------------------------------------------------------------------------


def _urgent(decision: Decision, content: Content) -> str:
    means = decision.signs[0].means
    blocks = [say(content.messages, decision.opening, means=means)]
    if decision.opening == "urgent_again" and decision.signs[0].level != "crisis":
        blocks.append(say(content.messages, "urgent_not_so"))
    blocks += [content.sections[ref].body for ref in _urgent_refs(decision)]
    return "\n\n".join(blocks)


def _urgent_refs(decision: Decision) -> list[str]:
    """The sections of the strongest sign, and of one more of the same level."""
    level = decision.signs[0].level
    refs = [ref for sign in decision.signs if sign.level == level for ref in sign.answers]
    return list(dict.fromkeys(refs))[:2]


# -- asking back and declining --------------------------------------------------------------------


def _clarify(decision: Decision, content: Content) -> str:
    vague = content.vague.get(decision.opening)
    if vague:
        return f"{vague.ask}\n\n{_titles(decision, content)}"
    parts = {"means": decision.signs[0].means} if decision.signs else {}
    text = say(content.messages, decision.opening, **parts)
    if decision.opening in ("clarify", "clarify_again", "clarify_one"):
        return f"{text}\n\n{_titles(decision, content)}\n\n{say(content.messages, 'clarify_none')}"
    if decision.choices:
        return f"{text}\n\n{_titles(decision, content)}"
    return text


def _titles(decision: Decision, content: Content) -> str:
    return "\n".join(
        f"{number}. {content.intents[name].title}" for number, name in enumerate(decision.choices, 1)
    )


def _decline(decision: Decision, content: Content) -> str:
    text = _subjects(decision, content)
    if decision.opening == "decline_lost":
        lost = "decline_beyond" if decision.subjects else "decline_lost"
        return f"{text} {say(content.messages, lost)}\n\n{_titles(decision, content)}"
    if not decision.choices:
        return text
    near = say(content.messages, "nearest" if decision.memory.near else "topics")
    return f"{text}\n\n{near}\n\n{_titles(decision, content)}"


def _subjects(decision: Decision, content: Content) -> str:
    """Why there is no answer: the subject if it has a name, else the words that are unknown."""
    titles = [content.not_covered[name].title for name in decision.subjects]
    if titles:
        return say(content.messages, "decline_subject", subjects=_join(titles[:MAX_OPTIONS]))
    if decision.opening == "decline_language":
        return say(content.messages, "decline_language")
    words = [f"\u201c{word}\u201d" for word in decision.strangers[:_MAX_NAMED]]
    if words:
        return say(content.messages, "decline_words", words=_join(words, "or"))
    return say(content.messages, "decline_again" if decision.memory.misses > 1 else "decline")


def _join(items: Sequence[str], word: str = "and") -> str:
    return f" {word} ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


# -- sources ---------------------------------------------------------------------------------------


def _sections(decision: Decision, content: Content) -> list[Section]:
    if decision.kind == "urgent":
        refs = _urgent_refs(decision)
    else:
        refs = [ref for name in decision.intents for ref in content.intents[name].answers]
        refs += _reminder_refs(decision, content)
    return [content.sections[ref] for ref in dict.fromkeys(refs)]


def _sources(sections: Sequence[Section], content: Content) -> tuple[Source, ...]:
    return tuple(
        Source(
            f"knowledge/{section.file}",
            section.heading,
            section.label,
            tuple(content.sources[key] for key in section.sources),
        )
        for section in sections
    )
