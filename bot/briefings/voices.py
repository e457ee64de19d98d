"""Voices: how many tell a story independently of each other, where outlets print one another's text or a wire's.

Takes Placed articles and the index; reads passages, and remembers what it compared. Safe to call from several threads.
"""

from collections.abc import Sequence

from bot.briefings.story_assigner import Placed
from bot.likeness.article_traces import PassagesOf
from ingest.text.resemblance import Runs, count_voices, runs_of

COMPARED = 30
"""Articles of a story whose texts are compared; the newest."""

_REMEMBERED = 2_000


class Voices:
    """Counts them."""

    def __init__(self, passages_of: PassagesOf) -> None:
        """Take what gives the passages of an article in order."""
        self._passages_of = passages_of
        self._runs: dict[str, Runs] = {}

    def of(self, placed: Sequence[Placed]) -> int:
        """Count the voices that tell these articles, all of one story; texts are read only where it matters."""
        compared = placed[:COMPARED]
        outlets = [it.article.outlet for it in compared]
        if len(set(filter(None, outlets))) < 2:
            return 1
        return count_voices(outlets, [self._of(it) for it in compared])

    def _of(self, placed: Placed) -> Runs:
        key, known = placed.article.content_hash, self._runs
        if key not in known:
            found = runs_of(" ".join(it.passage.text for it in self._passages_of(placed.article.source)))
            # Replaced, never changed: another thread may be reading the old one.
            self._runs = {key: found} if len(known) > _REMEMBERED else known | {key: found}
            return found
        return known[key]
