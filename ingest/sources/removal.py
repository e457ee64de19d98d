"""Which articles that are gone from the folder are believed to be gone.

A folder that was not mounted, or a sub-folder that a sync forgot, looks as if somebody had deleted what it holds. So
many removals at once are not believed at first: they are when somebody says so, or when a later look agrees. Decides
only; knows nothing of files or of the index.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

AGREES_AFTER = 3_600 * 1_000_000
"""Microseconds between two looks that believe one another."""


@dataclass(frozen=True, slots=True)
class RemovalLimits:
    """What is believed at once: up to so many articles, or so many per cent of the index."""

    articles: int
    percent: float


@dataclass(frozen=True, slots=True)
class RemovalVerdict:
    """What becomes of articles that are gone.

    Attributes:
        believed: To be removed, in alphabetical order.
        withheld: To be kept, with the time since when each is missed (microseconds since 1970).
    """

    believed: tuple[str, ...]
    withheld: Mapping[str, int]


def judge(
    gone: Collection[str],
    indexed: int,
    missed: Mapping[str, int],
    now: int,
    limits: RemovalLimits,
    count: Callable[[Collection[str]], int] = len,
) -> RemovalVerdict:
    """Decide about articles that are gone.

    Args:
        gone: Their sources.
        indexed: How many articles the index holds, these included.
        missed: Since when articles were missed by earlier looks and kept.
        now: Microseconds since 1970.
        limits: More than both of these are not believed at once.
        count: How many articles sources are: a file may hold many.
    """
    fresh = [source for source in gone if now - missed.get(source, now) < AGREES_AFTER]
    lost = count(fresh)
    if lost <= limits.articles or lost * 100 <= limits.percent * indexed:
        return RemovalVerdict(tuple(sorted(gone)), {})
    withheld = {source: min(missed.get(source, now), now) for source in sorted(fresh)}
    return RemovalVerdict(tuple(sorted(set(gone) - withheld.keys())), withheld)
