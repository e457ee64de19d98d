"""Which articles a caller wants, as a client names them, made into Conditions. Pure.

A name that the index does not have is refused with those it has: a caller that reads can mend it, where an empty reply
would look as if nothing had been written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.errors import ArgumentError
from ingest.index.conditions import Conditions
from ingest.index.stored import Names

_MOST_NAMED = 30
"""Names that a refusal lists."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a caller asks of the articles.

    Attributes:
        since: Published on this day or later.
        before: Published before this day.
        outlets: Published by one of these, in upper or lower case.
        languages: ISO 639-1 codes.
    """

    since: date | None = None
    before: date | None = None
    outlets: Sequence[str] = ()
    languages: Sequence[str] = ()


def conditions_of(narrowing: Narrowing, names: Names) -> Conditions:
    """Give the conditions, in the index's own spelling.

    Raises:
        ArgumentError: An outlet or a language is none of the index.
    """
    return Conditions(
        narrowing.since,
        narrowing.before,
        _known("outlet", narrowing.outlets, names.outlets),
        _known("language", narrowing.languages, names.languages),
    )


def _known(kind: str, wanted: Sequence[str], listed: Sequence[str]) -> tuple[str, ...]:
    spelled = {name.casefold().strip(): name for name in listed}
    unknown = [name for name in wanted if name.casefold().strip() not in spelled]
    if unknown:
        some = ", ".join(listed[:_MOST_NAMED]) or "none"
        raise ArgumentError(f"No article has the {kind} “{unknown[0][:80]}”; there are: {some}.")
    return tuple(dict.fromkeys(spelled[name.casefold().strip()] for name in wanted))
