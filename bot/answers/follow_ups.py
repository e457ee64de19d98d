"""Following: whether a question leans on the one before it, and on which topic. Pure; no language model.

Takes a question with the turns before it, gives the topic to carry over, or that it stands alone. Prefers to miss a
follow-up: a new topic that is dragged along answers something nobody asked.
"""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from bot.answers.answer import Answer, Notice, Question, Turn
from bot.answers.smalltalk import meant_instead
from bot.questions.question_kinds import behind_topic
from ingest.text.patterns import WORD
from ingest.text.terms import normalise

LONGEST_TOPIC = 300
"""Characters of an earlier question that are carried over."""

_LONGEST_POINTING, _LONGEST_JOINED, _LONGEST_NAMED = 10, 8, 4
"""Words of a follow-up: with a pronoun, after "and", and after "and" with a name of its own ("and in Norway?")."""

_SHORT = 3
"""Letters of a word that may be an article."""

_STORY = 3
"""Sentences that were quoted, from which the answer told a story."""

_LONGEST_MEANT = 5
"""Words after "no, I meant" up to which they name a topic rather than ask."""

_LONGEST_SEARCH = 3
"""Words that are typed as into a search engine."""

_ASKS = re.compile(r"[?؟？;]\s*$")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question about what was asked before.

    Attributes:
        topic: The earlier question that names what it is about.
        empty: It says nothing without the topic.
        said: The sentences that were quoted in answer to the earlier question.
    """

    topic: str
    empty: bool
    said: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of one language in `follow_ups.toml`, folded."""

    joining: frozenset[str]
    empty: frozenset[str]
    pointing: frozenset[str]
    ending: frozenset[str]
    about: tuple[str, ...]


def turn_of(answer: Answer) -> Turn | None:
    """Give what a later question may lean on; None where nothing was asked, or nothing answered."""
    if Notice.NOTHING_ASKED in answer.notices or not answer.statements:
        return None
    topic = answer.rewritten or answer.follows or behind_topic(answer.question) or answer.question
    if answer.citations and _names_nothing(topic):
        topic = f"{topic} – {answer.citations[0].title}"
    return Turn(topic[:LONGEST_TOPIC], tuple(citation.quote for citation in answer.citations))


def follow_up(text: str, language: str, earlier: tuple[Turn, ...]) -> FollowUp | None:
    """Tell whether `text`, a question in `language` (ISO 639-1), leans on the last of the earlier turns.

    A short text's language is often mistaken, so that words which say nothing are looked for in every language, and
    pronouns, which look like articles elsewhere, in its own.
    """
    words = tuple(WORD.findall(normalise(text)))
    if not earlier or not words:
        return None
    empty = any(_is_empty(words, lists) for lists in _lists().values())
    if not empty and not _leans(text, words, language):
        return None
    return FollowUp(earlier[-1].question, empty, _said(earlier[-1]))


def perhaps_following(text: str, earlier: tuple[Turn, ...]) -> FollowUp | None:
    """Give what a short question that names nothing may lean on, though no word in it says so: "how many died?"."""
    return FollowUp(earlier[-1].question, empty=False, said=frozenset()) if earlier and may_lean(text) else None


def _names_nothing(text: str) -> bool:
    """Tell whether a question has hardly more than a verb: "how many died?"; without capitals that cannot be told."""
    if not may_lean(text) or text.upper() == text:
        return False
    words = [word for word in WORD.findall(normalise(text)) if len(word) > _SHORT and not _asks(word)]
    return len(words) == 1


def says_nothing(text: str) -> bool:
    """Tell whether a text is only words that stand for what was named before: "it", "about this"."""
    words = tuple(WORD.findall(normalise(text)))
    return bool(words) and any(_is_empty(words, lists) for lists in _lists().values())


def _said(turn: Turn) -> frozenset[str]:
    """Give what need not be said again; of a story that was told each sentence may answer what is asked of it."""
    return frozenset(turn.quotes if len(turn.quotes) < _STORY else ())


def instead(question: Question) -> Question:
    """Give what is asked by "no, I meant …", which leans on nothing; any other question comes back as it is.

    Where only a name is given ("no, I meant the library"), the question words of the last question go before it, so
    that the kind of answer stays the same, but none of its topic.
    """
    meant = meant_instead(question.text)
    if meant is None or not question.earlier:
        return question
    words = WORD.findall(normalise(meant))
    asks = any(not lists.empty.isdisjoint(words[:2]) for lists in _lists().values()) or len(words) > _LONGEST_MEANT
    kept = "" if asks else _question_words(question.earlier[-1].question)
    return replace(question, text=f"{kept} {meant}".strip(), earlier=())


def _question_words(text: str) -> str:
    """Give the words at the beginning of a question that name nothing: "how much did", "når ble"."""
    words = text.split()
    folded = [" ".join(WORD.findall(normalise(word))) for word in words]
    longest = 0
    for lists in _lists().values():
        count = next((place for place, word in enumerate(folded) if word not in lists.empty), len(folded))
        longest = max(longest, count)
    return " ".join(words[:longest])


def asks_nothing(text: str) -> bool:
    """Tell whether a text is a few words of no question, as people search: "the rate", "Havbris"."""
    words = WORD.findall(normalise(text))
    return 0 < len(words) <= _LONGEST_SEARCH and not _ASKS.search(text) and not any(map(_asks, words))


def _asks(word: str) -> bool:
    return any(word in lists.empty for lists in _lists().values())


def may_lean(text: str) -> bool:
    """Tell whether a question is so short and nameless that it may lean on another, though no word in it says so."""
    return len(WORD.findall(text)) <= _LONGEST_JOINED and not _has_name(text)


def _is_empty(words: tuple[str, ...], lists: _Words) -> bool:
    rest = words[1:] if words[0] in lists.joining else words
    return all(word in lists.empty for word in rest)


def _leans(text: str, words: tuple[str, ...], language: str) -> bool:
    if any(_joins(text, words, lists) for lists in _lists().values()):
        return True
    own = _lists().get(language)
    if own is None or len(words) > _LONGEST_POINTING or _has_name(text):
        return False
    return not own.pointing.isdisjoint(words) or not own.ending.isdisjoint(words[-2:])


def _joins(text: str, words: tuple[str, ...], lists: _Words) -> bool:
    longest = _LONGEST_NAMED if _has_name(text) else _LONGEST_JOINED
    if len(words) > longest:
        return False
    begins = f"{' '.join(words)} "
    return words[0] in lists.joining or any(begins.startswith(f"{phrase} ") for phrase in lists.about)


def _has_name(text: str) -> bool:
    """Tell whether a word after the first begins with a capital, or a number stands in the text."""
    return any(word[0].isupper() or word[0].isdigit() for word in WORD.findall(text)[1:])


@cache
def _lists() -> dict[str, _Words]:
    content = tomllib.loads(files("bot.answers").joinpath("follow_ups.toml").read_text("utf-8"))
    return {language: _folded(lists) for language, lists in content.items()}


def _folded(lists: dict[str, list[str]]) -> _Words:
    folded = {
        name: [" ".join(WORD.findall(normalise(phrase))) for phrase in phrases] for name, phrases in lists.items()
    }
    joining, empty, pointing, ending = (frozenset(folded[name]) for name in ("joining", "empty", "pointing", "ending"))
    return _Words(joining, empty, pointing, ending, tuple(folded["about"]))
