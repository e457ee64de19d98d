"""The story book: which article belongs to which story, so that a story is the same one after every restart.

Takes and gives Belongings; knows nothing of how they are decided. Two processes that add at once are told apart by the
number of the last entry that each has seen: the second one's entries are refused, whole.
"""

from collections.abc import Sequence

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, sessionmaker

from bot.briefings.story_membership import Belonging
from bot.memory.rows import take_turn
from bot.memory.tables import StoryArticleRow


class Stories:
    """The story book in the database."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def read(self, after: int) -> tuple[list[Belonging], int]:
        """Give what was added after the entry of this number (0 for all), oldest first, and the last one's number."""
        kind = StoryArticleRow
        columns = select(kind.id, kind.content_hash, kind.source, kind.story, kind.noticed_at)
        with self._sessions() as session:
            rows = session.execute(columns.where(kind.id > after).order_by(kind.id)).all()
        return [Belonging(*row[1:]) for row in rows], rows[-1][0] if rows else after

    def largest(self, most: int) -> dict[str, str]:
        """Give the contents (SHA-256, hex) in the stories of most articles, and the story of each.

        Stories of one article are none of these.
        """
        kind, size = StoryArticleRow, func.count()
        largest = select(kind.story).group_by(kind.story).having(size > 1).order_by(size.desc(), kind.story).limit(most)
        with self._sessions() as session:
            found = session.execute(select(kind.content_hash, kind.story).where(kind.story.in_(largest)))
            return dict(found.all())

    def add(self, entries: Sequence[Belonging], after: int) -> bool:
        """Add entries if none was added after the one of this number; say whether they were."""
        if not entries:
            return True
        with self._sessions.begin() as session:
            take_turn(session, "stories")
            if session.scalar(select(func.max(StoryArticleRow.id))) not in {None if after == 0 else after}:
                return False
            session.execute(insert(StoryArticleRow), [_values(entry) for entry in entries])
            return True


def _values(entry: Belonging) -> dict[str, object]:
    return {
        "content_hash": entry.content_hash,
        "source": entry.source,
        "story": entry.story,
        "noticed_at": entry.noticed,
    }
