"""What becomes of a claimed draft: its files in the folder of articles, and the index brought up to date.

Takes an ArticleDraft in PUBLISHING or UNDOING; what was begun may be done again. Tells by its index when an article can
be asked about. One ingestion at a time: whoever waits for one that began before, gets the next.
"""

import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.desk.draft import ArticleDraft
from bot.desk.draft_folder import DraftFolder
from ingest.errors import CorpusError, IndexLocked, UnreadableArticle
from ingest.report import IngestReport
from ingest.sources import inbox

_AGAIN = 2.0
"""Seconds after which an index that another process writes is tried again."""

PATIENCE = 900.0
"""Seconds for which it is tried; an ingestion of ten thousand articles takes half an hour, but few last so long."""

Bring = Callable[[Collection[str]], IngestReport]
"""Brings the index up to date with the folder; believes of these sources that they are gone."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of articles, DATA_DIR, and the setting DUMP_FIELDS."""

    articles: Path
    data: Path
    fields: str = ""

    def folder(self, draft: ArticleDraft) -> DraftFolder:
        """Give the folder of a draft."""
        return self.folder_of(draft.key)

    def folder_of(self, key: str) -> DraftFolder:
        """Give the folder of the draft of this key."""
        return DraftFolder(self.data, key)


def carry_out(places: Places, draft: ArticleDraft) -> None:
    """Put the files of a claimed draft in place: the article it replaces goes, its own comes.

    Raises:
        CorpusError: They cannot be; what was done stays done, and may be tried again.
    """
    folder = places.folder(draft)
    if draft.replaces and not inbox.take_out(places.articles, draft.replaces, folder.taken):
        raise CorpusError(f"{draft.replaces} is not in the folder of articles any more.")
    if not draft.withdraws:
        try:
            inbox.put(places.articles, draft.source, folder.file(draft.name, draft.stated))
        except FileNotFoundError:
            raise UnreadableArticle(draft.name, "what was sent is not there any more; please send it again") from None


def take_back(places: Places, draft: ArticleDraft) -> None:
    """Do the reverse: its own file goes, what it replaced comes back.

    Raises:
        CorpusError: Somebody has changed the files since, or they cannot be moved.
    """
    folder = places.folder(draft)
    if draft.replaces and not folder.holds(draft.replaces) and (places.articles / draft.replaces).is_file():
        return  # It is back already.
    if not draft.withdraws:
        inbox.remove(places.articles, draft.source, folder.file(draft.name, draft.stated))
    if draft.replaces and not inbox.put_back(places.articles, draft.replaces, folder.taken):
        raise CorpusError(f"{draft.replaces} is not where it was kept any more.")


class Ingests(Protocol):
    """Whatever brings the index up to date."""

    def run(self, taken_out: Collection[str]) -> IngestReport:
        """Do it once; blocks.

        Raises:
            KildeError: It cannot be done.
        """
        ...


class Ingestion:
    """Brings the index up to date, for one at a time; waits while another process writes it."""

    def __init__(self, bring: Bring) -> None:
        self._bring, self._turn = bring, threading.Lock()

    def run(self, taken_out: Collection[str]) -> IngestReport:
        """Do it once; blocks.

        Raises:
            KildeError: It cannot be done.
        """
        deadline = time.monotonic() + PATIENCE
        with self._turn:
            while True:
                try:
                    return self._bring(taken_out)
                except IndexLocked:
                    if time.monotonic() > deadline:
                        raise
                time.sleep(_AGAIN)
