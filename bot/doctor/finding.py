"""What a check found: how bad it is, in a sentence, and what to do. Knows nothing of what was looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How bad it is; the number is the exit status, as monitoring programs read it."""

    OK = 0
    WARNING = 1
    TROUBLE = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found.

    Attributes:
        check: Name of the check.
        level: How bad it is.
        text: What was found, in a sentence.
        remedy: What to do, in a sentence; "" where there is nothing to do or the text says so.
        repair: What of `bot.doctor.repairs` mends it without loss; "" where nothing does.
    """

    check: str
    level: Level
    text: str
    remedy: str = ""
    repair: str = ""


def worst(findings: Iterable[Finding]) -> Level:
    """Give the worst level among the findings."""
    return max((finding.level for finding in findings), default=Level.OK)
