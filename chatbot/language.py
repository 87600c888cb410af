"""A string -> normalised tokens, and what makes a character unsafe; it knows no content.

Everything here is about English as people type it: Unicode in all its forms,
contractions with and without the apostrophe, the short forms of phones, irregular
verbs, stems. The tables are data; a content in another language would bring its own.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import Stemmer

__all__ = ["MAX_CHARS", "Token", "is_unsafe", "normalise", "stem", "stemming_of", "tokenise"]

# A message longer than this is read from both ends: 8,000 characters are about four
# pages, more than anybody types, and keep the slowest message in the milliseconds.
MAX_CHARS = 8_000
_TAIL_CHARS = 3_000  # of MAX_CHARS, how many are kept from the end, where the question stands
_GAP = " . "  # stands for what is left out

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def is_unsafe(char: str) -> bool:
    """True for what must never reach a terminal: C0 but newline and tab, DEL, C1,
    bidi marks and overrides, lone surrogates, line and paragraph separators."""
    code = ord(char)
    if code < 0x20:
        return char not in "\n\t"
    return 0x7F <= code < 0xA0 or char in _BIDI or 0xD800 <= code < 0xE000 or 0x2028 <= code < 0x202A


_FOLD = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201b": "'", "\u02bc": "'", "`": "'", "\u00b4": "'",
     "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u2026": ".", "\u00df": "ss"}
)  # fmt: skip


def normalise(text: str) -> str:
    """Lower case, straight quotes, no accents; at most about MAX_CHARS long."""
    text = _both_ends(text)
    if text.isascii():
        return text.replace("`", "'").lower()
    folded = unicodedata.normalize("NFKD", text.translate(_FOLD)).translate(_FOLD)
    return _both_ends("".join(filter(_is_visible, folded))).casefold()


def _both_ends(text: str) -> str:
    """``text`` without its middle, if it is longer than MAX_CHARS."""
    if len(text) <= MAX_CHARS:
        return text
    return text[: MAX_CHARS - _TAIL_CHARS - len(_GAP)] + _GAP + text[-_TAIL_CHARS:]


def _is_visible(char: str) -> bool:
    """False for accents on their own, and for what is pasted along unseen: soft hyphens, zero-width marks."""
    return unicodedata.category(char) not in ("Mn", "Me", "Cf")


class Token(NamedTuple):
    """One word of an utterance: as typed (lower case), its stem, and where it stands."""

    word: str
    stem: str
    clause: int  # counts sentences and other full breaks, from 0
    mark: str = ""  # the punctuation that follows: "", ",", or the first of ". ! ? ; :" and line end


_WORDS = re.compile(
    r"[^\W_]+(?:'[^\W_]+)*|(?<![.!?;:])[.!?;:]+(?=\s|$)|[.!?]{2,}|\n|,(?=\s)|(?<=\s)[&+](?=\s)"
)
_SHORT = {
    # contractions typed without the apostrophe
    "cant": "can not", "cannot": "can not", "dont": "do not", "doesnt": "does not",
    "didnt": "did not", "isnt": "is not", "arent": "are not", "wasnt": "was not",
    "werent": "were not", "wont": "will not", "wouldnt": "would not", "couldnt": "could not",
    "cudnt": "could not", "shouldnt": "should not", "havent": "have not", "hasnt": "has not",
    "hadnt": "had not", "aint": "is not", "im": "i am", "ive": "i have", "whats": "what is",
    "thats": "that is", "hows": "how is", "wheres": "where is", "whos": "who is",
    "theres": "there is", "youre": "you are", "theyre": "they are", "dnt": "do not",
    "can't": "can not", "won't": "will not", "shan't": "shall not", "ain't": "is not",
    "let's": "let us", "y'all": "you all",
    # slips in the small words that carry the meaning of a complaint
    "cnat": "can not", "acnt": "can not", "catn": "can not", "cnt": "can not", "dnot": "do not",
    "donot": "do not", "wnat": "want", "wnt": "want", "waht": "what", "hlep": "help",
    # slips in words too short to be looked up; they hold a question together
    "teh": "the", "hte": "the", "wher": "where", "whre": "where", "wehn": "when",
    "whn": "when", "wht": "what", "hwo": "how", "hw": "how", "wha": "what",
    "wil": "will", "tak": "take", "mak": "make", "hlp": "help", "nite": "night",
    "tonite": "tonight", "nvm": "never mind", "moar": "more", "tel": "tell", "taht": "that", "tht": "that",
    "tigh": "thigh", "tighs": "thighs",
    "tihs": "this", "thsi": "this", "ths": "this", "adn": "and", "fot": "for", "fr": "for",
    "frm": "from", "wiht": "with", "wtih": "with", "wth": "with", "yuo": "you",
    "iz": "is", "doe": "does", "deos": "does", "lng": "long", "thn": "than", "gt": "get",
    "alot": "a lot", "smth": "something", "becuase": "because", "becasue": "because",
    "bcoz": "because", "bcz": "because", "cos": "because", "cus": "because",
    # what phones and chats have made of words
    "u": "you", "ur": "your", "r": "are", "y": "why", "n": "and", "k": "ok", "b4": "before",
    "pls": "please", "dr": "doctor", "plz": "please", "thx": "thanks", "ty": "thanks", "tnx": "thanks",
    "wat": "what", "wot": "what", "wut": "what", "wen": "when", "wich": "which", "wud": "would",
    "wer": "where", "sed": "said",
    "cud": "could", "shud": "should", "cuz": "because", "coz": "because", "bc": "because",
    "gonna": "going to", "wanna": "want to", "gotta": "got to", "gimme": "give me",
    "lemme": "let me", "kinda": "kind of", "em": "them", "dunno": "do not know", "idk": "i do not know",
    "tf": "what", "wtf": "what", "rly": "really", "rlly": "really", "abt": "about",
    "ppl": "people", "thru": "through", "tho": "though", "bout": "about", "wid": "with",
    "dis": "this", "dat": "that", "da": "the", "hv": "have", "hav": "have", "bin": "been",
    "msg": "message", "mins": "minutes", "hrs": "hours", "yrs": "years", "wks": "weeks",
    "info": "information", "docs": "doctors", "ok": "okay", "2day": "today", "abs": "ab",
    "shd": "should", "cn": "can", "im'a": "i am going to", "ima": "i am going to", "der": "there",
}  # fmt: skip
# "..., right?", "..., isn't it?" ask for assent and say nothing more
_TAG = re.compile(
    r"(?:[,.]\s*(?:(?:am\s+i|is\s+that|is\s+it)\s+)?(?:right|correct|true)"
    r"|,\s*(?:yes|no|ok|okay|yeah|eh|huh|innit|agreed?"
    r"|(?:can'?t|won'?t|ain'?t|(?:is|are|was|were|do|does|did|can|could|will|would|has|have|should)(?:n'?t)?)"
    r"\s+(?:it|you|they|he|she|we|i|that|this|there|these|those)))\s*\?"
)
_ER = re.compile(r"er(?<!\wer)r?\b")  # the word, found fast
# "er, well": but "I am at the ER", "ER or GP?" say where
_HESITATING = re.compile(r"(\b(?:the|an|to|in|at|from|or)\s+)?\berr?\b(?!\s+or\b)")
# "by the way, ..." says nothing, and holds no way of walking
_ASIDE = re.compile(
    r"(?:(?:^|(?<=[,.;!?\n])\s{0,2}|(?<=\band )|(?<=\boh ))by the way(?=,)|, by the way(?=[.!?]*$))"
)
# "1. what is it 2) how is it treated": the numbers part the points and say nothing
_NUMBERED = re.compile(r"(?:^|(?<=\s))\(?([1-9])[.)]\s+(?=[^\W\d])")
_FILLERS = frozenset("hmm hm hmmm um umm uhm uh erm mmm lol lmao haha hahaha tbh imo btw".split())
_SIGNS = {"&": "and", "+": "plus"}
_MAX_WORD = 40  # letters; no word of a content is longer, and caches keep words
_RUNS = re.compile(r"([a-z])\1{2,}")  # "heyyy": no English word has three of a letter in a row
_SUFFIX = {"'s": "is", "'re": "are", "'m": "am", "'ve": "have", "'ll": "will", "'d": "would"}
_BEFORE_IS = frozenset("what who where how when why that there here it he she this everything".split())
_IRREGULAR = {
    "feet": "foot", "teeth": "tooth", "stood": "stand", "sat": "sit", "slept": "sleep",
    "ran": "run", "rose": "rise", "risen": "rise", "felt": "feel", "bent": "bend",
    "lay": "lie", "lain": "lie", "lying": "lie", "went": "go", "gone": "go", "got": "get",
    "gotten": "get", "did": "do", "done": "do", "does": "do", "had": "have", "has": "have",
    "was": "be", "were": "be", "is": "be", "are": "be", "am": "be", "been": "be", "being": "be",
    "woke": "wake", "woken": "wake", "began": "begin", "begun": "begin", "fell": "fall",
    "fallen": "fall", "came": "come", "took": "take", "taken": "take", "gave": "give",
    "given": "give", "made": "make", "said": "say", "told": "tell", "thought": "think",
    "bought": "buy", "brought": "bring", "wore": "wear",
    "worn": "wear", "held": "hold", "kept": "keep", "lost": "lose", "found": "find",
    "women": "woman", "men": "man", "children": "child", "threw": "throw", "thrown": "throw",
    "swollen": "swell", "swelled": "swell", "broke": "break", "broken": "break",
    "vertebrae": "vertebra", "wrote": "write", "written": "write", "could": "can",
    "breathe": "breath", "breathes": "breath", "breathing": "breath", "breathed": "breath",
}  # fmt: skip
# Words that Snowball would merge with another of quite different meaning ("tens" with "ten").
_OWN_STEM = {"tens": "tens", "tense": "tense", "tension": "tense"}
_LOCAL = threading.local()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a lower-case word: irregular forms by table, the rest by Snowball's English."""
    if word in _OWN_STEM:
        return _OWN_STEM[word]
    word = _IRREGULAR.get(word, word)
    try:  # a Stemmer object must not be shared between threads
        stemmer = _LOCAL.stemmer
    except AttributeError:
        stemmer = _LOCAL.stemmer = Stemmer.Stemmer("english")
    return str(stemmer.stemWord(word))


def stemming_of(words: Iterable[str]) -> str:
    """The stems of ``words``, as one string: what was learned with other stems is not to be trusted."""
    return " ".join(map(stem, words))


def tokenise(text: str) -> tuple[Token, ...]:
    """Normalise ``text`` and cut it into tokens; breaks between clauses become ``clause`` numbers."""
    text = normalise(text)
    numbers = _NUMBERED.findall(text) if "1" in text else ()
    if len(numbers) > 1 and numbers == [str(place) for place in range(1, len(numbers) + 1)]:
        text = _NUMBERED.sub(" . ", text)
    tokens: list[Token] = []
    words: tuple[tuple[str, str], ...] = ()  # of the last piece, as long as no mark followed
    clause = 0
    if "er" in text and _ER.search(text):
        text = _HESITATING.sub(lambda found: found[0] if found[1] else " ", text)
    if "by the way" in text:
        text = _ASIDE.sub(" btw", text)
    if "?" in text:
        text = _TAG.sub("?", text)
    for piece in _WORDS.findall(text):
        if piece[0].isalnum() or piece in _SIGNS:
            words = _expand(_cut(piece) if len(piece) > _MAX_WORD else piece)
            tokens += [Token(word, word_stem, clause) for word, word_stem in words]
            continue
        if words:
            tokens[-1] = tokens[-1]._replace(mark=piece[0])
            words = ()
        clause += piece != ","
    return tuple(tokens)


@lru_cache(maxsize=16_384)
def _expand(piece: str) -> tuple[tuple[str, str], ...]:
    """The words that ``piece`` stands for, with their stems: ``can't`` -> can, not; ``u`` -> you;
    nothing for a filler."""
    if piece in _FILLERS:
        return ()
    word = _SIGNS.get(piece) or _cut(piece)
    return tuple((full, stem(full)) for full in _in_full(word))


def _cut(piece: str) -> str:
    return _RUNS.sub(r"\1\1", piece)[:_MAX_WORD]


def _in_full(word: str) -> tuple[str, ...]:
    if word in _SHORT:
        return tuple(_SHORT[word].split())
    if "'" not in word:
        return (word,)
    if word.endswith("n't") and word != "n't":
        return (word[:-3], "not")
    head, _, tail = word.rpartition("'")
    full = _SUFFIX.get("'" + tail)
    if full is None:
        return tuple(part for part in word.split("'") if part)
    if tail == "s" and head not in _BEFORE_IS:
        return (head,)  # a possessive
    return (*_in_full(head), full) if head else (full,)
