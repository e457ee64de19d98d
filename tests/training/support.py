"""Statements with the quotes that carry them, or that don't, for the head that judges what a language model says.

`support_pairs.jsonl` holds statements written for this over NTREX's articles, with the ids of the sentences that are
quoted; ids are the same in every language, so that a statement is shown with any translation. Beside them draws are
made of the translations themselves: a sentence and its translation; the same with a figure altered; its neighbour.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.training.news import OFTEN, SHARE
from tests.training.sets import UNSPACED, part_of

PAIRS = Path(__file__).with_name("support_pairs.jsonl")

WRITTEN, TRANSLATED, ALTERED = 0.7, 0.84, 0.94
"""Up to these a draw is a written statement, a translation, and one with an altered figure; else a neighbour."""

OWN_LANGUAGE, TITLED = 0.35, 0.7
"""Shares of draws in which statement and quote share their language, and in which the quote comes with its title."""

_FIGURE = re.compile(r"(?<![\d.,])\d{1,4}(?![\d.,])")

Texts = Mapping[str, Mapping[str, Sequence[tuple[str, str]]]]
"""Sentences with their ids, the headline first, by language and article."""


@dataclass(frozen=True, slots=True)
class Supported:
    """A statement on an article, the ids of the quoted sentences, and whether they carry it."""

    article: str
    kind: str
    language: str
    statement: str
    quotes: tuple[str, ...]
    true: bool


@dataclass(frozen=True, slots=True)
class SupportDraw:
    """A statement, what is quoted for it under which title, and whether that carries it."""

    statement: str
    title: str
    quote: str
    true: bool


def read_pairs(part: str, path: Path = PAIRS) -> list[Supported]:
    """Read the statements on the articles of one part: "train", "dev" or "report"."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [
        Supported(row["doc"], row["kind"], row["lang"], row["statement"], tuple(row["quotes"]), row["true"])
        for row in rows
        if part_of(row["doc"], SHARE) == part
    ]


class SupportDraws:
    """Draws statements with quotes in any language."""

    def __init__(self, pairs: Sequence[Supported], texts: Texts) -> None:
        self._pairs, self._texts = pairs, texts
        self._codes = sorted(texts)
        self._articles = sorted({pair.article for pair in pairs})

    def __call__(self, random: Random) -> SupportDraw:
        """Draw one."""
        kind = random.random()
        if kind < WRITTEN:
            pair = random.choice(self._pairs)
            code = self._code(pair.language, random)
            return shown(pair, code, self._texts, titled=random.random() < TITLED)
        return self._translated(kind, random)

    def _translated(self, kind: float, random: Random) -> SupportDraw:
        article, own = random.choice(self._articles), random.choice(self._codes)
        code = random.choice([it for it in self._codes if it != own] or [own])
        said, quoted = self._texts[own][article], self._texts[code][article]
        place = random.randrange(1, len(said))
        title = quoted[0][1] if random.random() < TITLED else ""
        statement, quote = said[place][1], quoted[place][1]
        if kind < TRANSLATED:
            return SupportDraw(statement, title, quote, True)
        if kind < ALTERED and (altered := with_another_figure(statement, random)):
            return SupportDraw(altered, title, quote, False)
        neighbour = place - 1 if place > 1 else min(place + 1, len(said) - 1)
        return SupportDraw(statement, title, quoted[neighbour][1], neighbour == place)

    def _code(self, language: str, random: Random) -> str:
        if language in self._codes and random.random() < OWN_LANGUAGE:
            return language
        often = [code for code in OFTEN if code in self._codes]
        return random.choice(often if often and random.random() < 1 / 2 else self._codes)


def shown(pair: Supported, code: str, texts: Texts, *, titled: bool) -> SupportDraw:
    """Show a statement with its quotes in one language."""
    rows = texts[code][pair.article]
    quote = ("" if code in UNSPACED else " ").join(text for name, text in rows if name in pair.quotes)
    return SupportDraw(pair.statement, rows[0][1] if titled else "", quote, pair.true)


def with_another_figure(text: str, random: Random) -> str:
    """Change one of the figures of a text; "" where it has none."""
    figures = list(_FIGURE.finditer(text))
    if not figures:
        return ""
    chosen = random.choice(figures)
    value = int(chosen[0])
    other = value
    while other == value:
        other = max(0, value + random.choice((-1, 1)) * random.randint(1, max(2, value // 3)))
        other = other if other != value else value + 1
    return text[: chosen.start()] + str(other) + text[chosen.end() :]
