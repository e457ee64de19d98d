"""Figure subjects: what a figure is said of, and whether the quotes say it of that. Pure.

    "It began in 2011 and came back in 2003"   over   "It began in 2003 and came back in 2011"

Takes a statement and its quotes in one language. The words around a figure of the statement are looked for around each
figure of the quotes, near ones counting most; where they stand plainly nearer to another figure, the statement has
exchanged it. Units, months and days count by what they mean, other words by how they begin. Says nothing across
languages: words of one are not known in the other (tests/evaluation/LOG.md, entry 52).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.facts.amounts import unit_of
from bot.facts.names import Wording
from bot.facts.number_words import in_figures
from bot.facts.numbers import ascii_digits, power_of, quantity_words, value_of
from bot.quotes.flags import Flag, Rule
from ingest.text.folding import fold

REACH = 4
"""Words on each side of a figure that are looked at."""

LEAST_LEAD, MOST_OF_ITS_OWN = 0.4, 0.6
"""By how much another figure of the quotes must be nearer to the words, and the share of it that the figure itself may
have. Chosen on the train and dev articles of the written statements: five exchanged figures, no true statement."""

OTHER_SIDE = 0.5
"""What a word counts that stands behind one figure and before the other."""

_STOP = 1.5
"""Words that a stop, a comma or a bracket counts for."""

_TOKEN = re.compile(r"\d(?:\d|[.,٫٬'](?=\d)|[ \u00a0](?=\d{3}(?!\d)))*|%|[^\W\d_]+|[,;:.!?()؛،/–—-]")
_JOINED = frozenset("-–—:/")
"""What stands within a score, a time or a range, of which no figure is said alone."""

_LEAST, _STEM, _ENDING = 3, 5, 3


@dataclass(frozen=True, slots=True)
class _Token:
    """A word by what it means or begins with, a figure by its value, or a stop; `text` is "" but for words."""

    text: str = ""
    value: Decimal | None = None


def said_of_another(statement: Wording, quotes: Sequence[Wording]) -> list[Flag]:
    """Flag the figures of a statement whose words stand around another figure in the quotes.

    Args:
        statement: What is said.
        quotes: In the statement's language; where one is not, nothing is flagged.
    """
    if any(quote.language != statement.language for quote in quotes):
        return []
    said = _tokens(statement.text, statement.language)
    shown = [token for quote in quotes for token in (*_tokens(quote.text, quote.language), *[_Token()] * REACH)]
    places = [place for place, token in enumerate(shown) if token.value is not None]
    values = {shown[place].value for place in places}
    found = []
    for place, token in enumerate(said):
        if token.value is None or token.value not in values or len(values) < 2:
            continue
        near = {
            value: max(_nearness(said, place, shown, it) for it in places if shown[it].value == value)
            for value in values
        }
        own = near.pop(token.value)
        most = max(near.values())
        if most - own > LEAST_LEAD and own <= MOST_OF_ITS_OWN * most:
            found.append(Flag(Rule.TURNED_ROUND, f"what {token.value:f} is said of"))
    return found


def _nearness(said: Sequence[_Token], place: int, shown: Sequence[_Token], figure: int) -> float:
    """Sum over the words beside a figure of the statement how near each stands to a figure of the quotes."""
    total = 0.0
    for word in _beside(said, place):
        there = [it for it in _beside(shown, figure) if _same(said[word], shown[it])]
        near = (_closeness(shown, figure, it) * (1 if (it < figure) == (word < place) else OTHER_SIDE) for it in there)
        total += max(near, default=0.0) / abs(word - place)
    return total


def _beside(tokens: Sequence[_Token], place: int) -> list[int]:
    around = range(max(0, place - REACH), min(len(tokens), place + REACH + 1))
    return [other for other in around if tokens[other].text]


def _closeness(tokens: Sequence[_Token], one: int, other: int) -> float:
    between = tokens[min(one, other) + 1 : max(one, other)]
    stops = sum(token == _Token() for token in between)
    return 1 / (abs(one - other) + _STOP * stops)


def _same(one: _Token, other: _Token) -> bool:
    short, long = sorted((one.text, other.text), key=len)
    if len(short) < _LEAST or short[0] == "@" or long[0] == "@":
        return short == long and len(short) >= _LEAST
    return short == long or (len(short) > _LEAST and _stem(short) == _stem(long))


def _stem(word: str) -> str:
    return word[: max(_LEAST + 1, len(word) - _ENDING)][:_STEM]


@lru_cache(maxsize=256)
def _tokens(text: str, language: str) -> tuple[_Token, ...]:
    text, words = ascii_digits(in_figures(text, language)), quantity_words(language)
    tokens: list[_Token] = []
    joints: list[int] = []
    for match in _TOKEN.finditer(text):
        written = match[0]
        last = tokens[-1].value if tokens else None
        if written[0].isdecimal():
            tokens.append(_Token(value=value_of(written, words.decimal_point).normalize()))
        elif last is not None and (power := power_of(written, words.powers)):
            tokens[-1] = _Token(value=last.scaleb(power).normalize())
        elif written == "%" or written[0].isalpha():
            tokens.append(_Token(_meaning(written, language)))
        else:
            joints += [len(tokens)] * (written in _JOINED)
            tokens.append(_Token())
    return tuple(_without_scores(tokens, joints))


def _without_scores(tokens: list[_Token], joints: Sequence[int]) -> list[_Token]:
    """Take "17-5", "13:10" and "11-18" for stops."""
    for joint in joints:
        sides = [side for side in (joint - 1, joint + 1) if 0 <= side < len(tokens)]
        if len(sides) == 2 and all(tokens[side].value is not None for side in sides):
            for side in sides:
                tokens[side] = _Token()
    return tokens


@lru_cache(maxsize=16_384)
def _meaning(word: str, language: str) -> str:
    folded = fold(word).text
    if word == "%":
        return "@concentr-percent"
    unit = unit_of(word, language) if len(word) >= _LEAST else ""
    words = quantity_words(language)
    month, day = words.months.get(folded), words.weekdays.get(folded)
    return f"@{unit or month or f'day {day}'}" if unit or month or day is not None else folded
