"""Contradictions that nobody wrote: a text in which one number, year, month or country is another.

Takes a text and gives a Change, which can be applied to it and to its translations. The rest of the text stays as it
was, so these are easier than articles that disagree in earnest, which are told in other words.
"""

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from babel import Locale

from bot.facts.places import find_places

_NUMBER = re.compile(r"(?<![\w.,:٫٬-])\d{2,4}(?![\w:٫٬-]|[.,]\d)")
_YEAR = range(1100, 2100)
_COUNTRIES = ("FR", "BR", "EG", "PL", "JP", "CA")


@dataclass(frozen=True, slots=True)
class Change:
    """One value, and the other in its place: a number, a year, the number of a month or the code of a country."""

    kind: Literal["number", "year", "month", "place"]
    old: int | str
    new: int | str

    def apply(self, text: str, language: str) -> str | None:
        """Change it wherever it stands in a text of any language; None where it does not."""
        changed = text
        if self.kind in {"number", "year"}:
            changed = _NUMBER.sub(lambda it: str(self.new) if _integer(it[0]) == self.old else it[0], text)
        elif self.kind == "month":
            names = months(language)
            changed = re.sub(rf"(?<!\w){re.escape(names[int(self.old)])}(?!\w)", names[int(self.new)], text)
        else:
            for written, code in find_places(text, language).items():
                if code == self.old:
                    changed = changed.replace(written, str(Locale.parse(language).territories[str(self.new)]))
        return None if changed == text else changed


def changes(text: str, language: str, seed: int) -> Iterator[Change]:
    """Give a change for every month, country, year and other number of a text."""
    chance = random.Random(seed)
    for number, name in months(language).items():
        if len(name) > 3 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            yield Change("month", number, (number + chance.randint(0, 10)) % 12 + 1)
    for code in dict.fromkeys(find_places(text, language).values()):
        yield Change("place", code, chance.choice([each for each in _COUNTRIES if each != code]))
    for value in dict.fromkeys(_integer(match[0]) for match in _NUMBER.finditer(text)):
        if value in _YEAR:
            yield Change("year", value, value - chance.randint(2, 9))
        else:
            yield Change("number", value, round(value * chance.choice([0.6, 0.75, 1.3, 1.7])) + 1)


def months(language: str) -> dict[int, str]:
    """The names of months as they stand in dates."""
    return dict(Locale.parse(language).months["format"]["wide"])


def _integer(digits: str) -> int:
    return int("".join(str(unicodedata.decimal(digit)) for digit in digits))
