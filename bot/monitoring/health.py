"""Whether the bot is well: signs of life, each of which says in a sentence what is wrong, if anything is.

A bot is not well that lives and is of no use: deaf, answering from an old index, or briefing nobody. Times are those of
the process's own clock, so that a wall clock that jumps makes nobody ill. Signs are read from any thread, at once.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

DEAF = 180.0
"""Seconds without an answer to getUpdates; a poll takes ten, the longest pause after a failure thirty."""
STANDING = 600.0
"""Seconds without a round, or with a briefing that is due and fails; rounds are made every half minute."""
STALE = 3600.0
"""Seconds for which a file may lie in the folder before the index must hold it; ten thousand take half an hour."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign: its name, and what gives the trouble, None for none."""

    name: str
    trouble: Callable[[], str | None]


class Health:
    """All signs together."""

    def __init__(self, *signs: Sign) -> None:
        self.signs = signs

    def troubles(self) -> dict[str, str]:
        """Give what is wrong, by the name of the sign."""
        return {sign.name: trouble for sign in self.signs if (trouble := sign.trouble())}

    def flags(self) -> Mapping[str, float]:
        """Give 1 for each sign that is not well, else 0."""
        troubles = self.troubles()
        return {sign.name: float(sign.name in troubles) for sign in self.signs}

    def as_json(self) -> tuple[bool, str]:
        """Tell whether all is well, and the same as one JSON object."""
        troubles = self.troubles()
        return not troubles, json.dumps({"well": not troubles, "troubles": troubles}, ensure_ascii=False)


class Pulse:
    """When rounds were made last, and since when a briefing that is due fails."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._beat_at = clock, clock()
        self._failing_since: float | None = None

    def beat(self, *, failing: bool = False) -> None:
        """Note a round, and whether a briefing failed in it."""
        self._beat_at = self._clock()
        self._failing_since = (self._failing_since or self._beat_at) if failing else None

    def trouble(self) -> str | None:
        """Say whether rounds stand still, or briefings do not get through them."""
        now = self._clock()
        if (seconds := now - self._beat_at) > STANDING:
            return f"For {seconds:.0f} s the bot has done nothing by itself: no briefing is sent."
        if self._failing_since is not None and (seconds := now - self._failing_since) > STANDING:
            return f"For {seconds:.0f} s a briefing that is due could not be made; see the log."
        return None


class Backlog:
    """Which sources are not in the index as they are, and since when."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._since: dict[str, float] = {}

    def note(self, pending: frozenset[str]) -> None:
        """Take what is pending now."""
        now = self._clock()
        self._since = {source: self._since.get(source, now) for source in pending}

    def __len__(self) -> int:
        """How many there are."""
        return len(self._since)

    def trouble(self) -> str | None:
        """Say whether the index is older than its sources."""
        since, now = self._since, self._clock()
        late = sum(now - moment > STALE for moment in since.values())
        if not late:
            return None
        return f"The index lacks {late} files that have lain in the folder for an hour; run `python -m ingest`."
