"""Listing the folder of articles again and again, at the cost of what has changed where changes are told.

    told names ──▶ their folders are listed anew          in between, and where nothing is told ──▶ all of it

Network shares tell nothing, and what tells may miss something; so all is listed every few seconds, or, of a folder for
which that takes long, often enough to take a twentieth of the time. Where this finds something that was not told,
all is listed at every look from then on. Opens no file.
"""

import logging
import time
from collections.abc import Collection
from pathlib import Path

from ingest.readers import SUFFIXES
from ingest.sources.folder import Disk, FileStamp, scan, scan_again
from ingest.sources.settling import is_same

SHARE = 20
"""All is listed after so many times as long as the last time took."""

GRACE = 5.0
"""Seconds within which a change that was found is told, if changes are told at all."""

DOUBT = 600.0
"""Seconds for which all is listed at every look after one was not."""

logger = logging.getLogger(__name__)


class FolderListing:
    """What lies in a folder, as it is looked at by one thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._disk: Disk | None = None
        self._due, self._doubted = 0.0, 0.0
        self._untold: dict[str, float] = {}

    def look(self, told: Collection[str] | None) -> Disk:
        """Give what lies there; the same object as before where nothing had to be listed.

        Args:
            told: Names, relative to the folder, of what may have changed since the last look; None where that is not
                known.

        Raises:
            CorpusError: The folder does not exist or cannot be listed.
        """
        began = time.monotonic()
        self._judge(told or (), began)
        if told is None or self._disk is None or began >= self._due or began < self._doubted:
            disk = scan(self._folder, SUFFIXES)
            if self._disk is not None and told is not None:
                self._note(self._disk, disk, told, began)
            self._due = began + (1 + SHARE) * (time.monotonic() - began)
            self._disk = disk
        elif told:
            self._disk = scan_again(self._folder, SUFFIXES, self._disk, told)
        return self._disk

    def _note(self, before: Disk, disk: Disk, told: Collection[str], now: float) -> None:
        """Remember the folders in which something has happened that was not told yet."""
        there = disk.files
        changed = [source for source, stamp in there.items() if not _is_known(before, source, stamp)]
        changed += [source for source in before.files if source not in there]
        for folder in {_folder_of(source) for source in changed} - {_folder_of(source) for source in told}:
            self._untold.setdefault(folder, now)

    def _judge(self, told: Collection[str], now: float) -> None:
        """Doubt that changes are told, once some have not been for a while."""
        for source in told:
            self._untold.pop(_folder_of(source), None)
            self._untold.pop(source, None)
        if any(now - since > GRACE for since in self._untold.values()):
            self._untold.clear()
            self._doubted = now + DOUBT
            logger.info("Not all changes of %s are told; all of it is listed at every look for now.", self._folder)


def _is_known(disk: Disk, source: str, stamp: FileStamp) -> bool:
    known = disk.files.get(source)
    return known is not None and is_same(known, stamp)


def _folder_of(source: str) -> str:
    return source.rpartition("/")[0]
