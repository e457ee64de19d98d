"""Compared values: what two sources say of one thing, in a form of no language, and worded in the reader's. Pure.

    StatedDate(2020, 1) ──stated──▶ "2020-01" ──worded──▶ "January 2020", «januar 2020», «يناير 2020»

A date is ISO 8601 with "-" for a year that is not stated ("--01-14"), an amount its number and unit, a country its
code.
"""

import re
from decimal import Decimal

from bot.facts.amounts import THING, Amount
from bot.facts.contradictions import ContradictionKind
from bot.facts.dates import StatedDate
from bot.texts import Texts

_MOMENT = re.compile(r"(\d{4}|-)(?:-(\d\d))?(?:-(\d\d))?")
_AMOUNT = re.compile(r"(-?\d+(?:\.\d+)?)(?: (\S+))?")


def stated(value: StatedDate | Amount | str) -> str:
    """Give a value as text of no language."""
    if isinstance(value, StatedDate):
        month, day = (f"-{part:02}" if part else "" for part in (value.month, value.day))
        return f"{value.year or '-'}{month}{day}"
    if isinstance(value, str):
        return value
    # Of what is counted in a language's own word, the number alone can be said in every other.
    return f"{value.value:f} {'' if value.unit.startswith(THING) else value.unit}".strip()


def worded(value: str, kind: ContradictionKind, texts: Texts) -> str:
    """Say such a value in the reader's language; as it is where it cannot be read."""
    if kind is ContradictionKind.PLACE:
        return texts.country(value)
    found = (_MOMENT if kind is ContradictionKind.DATE else _AMOUNT).fullmatch(value)
    if found is None:
        return value
    if kind is ContradictionKind.NUMBER:
        return texts.amount(Decimal(found[1]), found[2] or "")
    year, month, day = (int(part) if part and part.isdigit() else None for part in found.groups())
    return texts.partial_date(year, month, day)
