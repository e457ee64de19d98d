"""A story book that is kept in memory alone, so that a briefing writes nothing.

Which article belongs to which story is decided anew whenever the server starts; the bot's own decisions stay its own.
"""

from collections.abc import Sequence
from threading import Lock

from bot.briefings.story_membership import Belonging


class PassingStoryBook:
    """Keeps belongings for as long as the process lives; safe to use from several threads."""

    def __init__(self) -> None:
        self._entries: list[Belonging] = []
        self._turn = Lock()

    def read(self, after: int) -> tuple[Sequence[Belonging], int]:
        """Give what was added after the entry of this number (0 for all), oldest first, and the last one's number."""
        with self._turn:
            return self._entries[after:], max(after, len(self._entries))

    def add(self, entries: Sequence[Belonging], after: int) -> bool:
        """Add entries if none was added after the one of this number; say whether they were."""
        with self._turn:
            if len(self._entries) != after:
                return False
            self._entries.extend(entries)
            return True
