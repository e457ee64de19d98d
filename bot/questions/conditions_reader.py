"""Reading conditions: which articles a question wants, and the question without the words that say so. Pure.

Takes the text, its language, what the index can name and what day it is. It prefers to read too little: a date in a
question is a condition only where the articles are meant ("reported before May"), where nothing but events are asked
for ("what happened in May"), or where it is counted from today; "who won in 1990?" asks for a fact. What is between
(a day within the time that the articles span) is `soft`: tried first, and dropped if nothing answers.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.questions.naming import authors_in, languages_in, outlets_in
from bot.questions.times import TimePart, times_in
from bot.questions.words import Token, has, phrases, tokens
from ingest.index.catalogue import Names
from ingest.index.conditions import EVERYTHING, Conditions, both

KINDS = ("time", "outlets", "languages", "authors")
"""What can be taken out of a reading, each as a whole."""

_NEAR_SPAN = timedelta(days=31)
"""How far beyond the articles' own dates a day may lie and still be meant of them."""


@dataclass(frozen=True, slots=True)
class ReadConditions:
    """What was read.

    Attributes:
        text: The question without the words of its conditions; may be empty.
        conditions: What articles must be.
        soft: What they may be meant to be; at most one of both has a time.
        newest: The latest state of things is wanted.
        articles: The articles are meant rather than what they tell of: "reported", "published".
        happened: Events as such are asked for.
    """

    text: str
    conditions: Conditions = EVERYTHING
    soft: Conditions = EVERYTHING
    newest: bool = False
    articles: bool = False
    happened: bool = False


def read(text: str, language: str, names: Names, today: date, ignored: Collection[str] = ()) -> ReadConditions:
    """Read the conditions of a question.

    Args:
        text: As typed.
        language: Its ISO 639-1 code; unknown ones read as English.
        names: What the index can name.
        today: As far as the asker is concerned.
        ignored: Of KINDS, what is not to be a condition; its words go all the same.
    """
    words = tokens(text)
    articles, happened = (has(words, phrases(key, language)) for key in ("reported", "happened"))
    reading = ReadConditions(text, articles=articles, happened=happened)
    named = [*outlets_in(words, language, names, articles=articles), *authors_in(words, language, names)]
    named += languages_in(words, language, names)
    taken = {place for part in named for place in range(part.start, part.end)}
    times = [part for part in times_in(words, language, today) if taken.isdisjoint(range(part.start, part.end))]
    reading, used = _withtimes_in(reading, times, names, ignored)
    for part in named:
        if part.how not in ignored:
            reading = replace(reading, conditions=both(reading.conditions, part.conditions))
    gone = {place for part in (*used, *named) for place in range(part.start, part.end)}
    newest = reading.newest or has([it for n, it in enumerate(words) if n not in gone], phrases("newest", language))
    return replace(reading, text=_left(text, words, [*used, *named]), newest=newest)


def _withtimes_in(
    reading: ReadConditions, times: Sequence[TimePart], names: Names, ignored: Collection[str]
) -> tuple[ReadConditions, list[TimePart]]:
    """Decide which of the times are conditions; give those whose words are to go."""
    framed, used = reading.articles or reading.happened, []
    for part in times:
        within = _within(part.conditions, names)
        if part.how == "today" and not framed:
            reading = replace(reading, newest=True)
        elif _is_firm(part, reading, within=within):
            if "time" not in ignored:
                reading = replace(reading, conditions=both(reading.conditions, part.conditions))
        elif part.how == "inside" and within and "time" not in ignored:
            reading = replace(reading, soft=both(reading.soft, part.conditions))
            continue
        else:
            continue
        used.append(part)
    return reading, used


def _is_firm(part: TimePart, reading: ReadConditions, *, within: bool) -> bool:
    """Whether a time is a condition; `within`: the articles span it."""
    if part.how in {"relative", "today"} or reading.articles:
        return True
    return within and (reading.happened or part.how == "bound")


def _within(conditions: Conditions, names: Names) -> bool:
    """Whether a time lies within what the articles span, or nearly."""
    if names.span is None:
        return False
    first, last = names.span[0] - _NEAR_SPAN, names.span[1] + _NEAR_SPAN
    edges = [edge for edge in (conditions.since, conditions.before) if edge]
    return any(first <= edge <= last for edge in edges) or (
        len(edges) == 2 and edges[0] <= names.span[1] and edges[1] > names.span[0]
    )


def _left(text: str, words: Sequence[Token], used: Sequence[TimePart]) -> str:
    """Take the words of conditions out of a text."""
    kept, last = [], 0
    for part in sorted(used, key=lambda it: it.start):
        kept.append(text[last : max(last, words[part.start].start)])
        last = max(last, words[part.end - 1].end)
    left = " ".join("".join([*kept, text[last:]]).split())
    return re.sub(r"\s+([?.!,;:؟،])", r"\1", left).strip(" ,;:،")
