"""Which files are still being written: those that look otherwise than a moment ago. Decides only; opens nothing."""

from dataclasses import replace

from ingest.errors import UnreadableArticle
from ingest.sources.folder import NEVER, Disk, FileStamp

SETTLED = 2.0
"""Seconds for which a file must look the same before it is read."""

WAITING = "it is still being written"


class Settling:
    """What the folder looked like before; one look after the other, in order of time."""

    def __init__(self) -> None:
        self._since: dict[str, tuple[FileStamp, float]] = {}

    def unsettled(self, disk: Disk, now: float, wall: float) -> frozenset[str]:
        """Give the files that have changed within SETTLED.

        Args:
            disk: What is there.
            now: Seconds of a clock that only goes forward.
            wall: Seconds since 1970; at the first look the files' own times say which are settled.
        """
        first = not self._since
        before, self._since = self._since, {}
        for source, stamp in disk.files.items():
            seen, since = before.get(source, (None, now))
            if first and _is_old(stamp, wall):
                since = now - SETTLED
            elif seen is not None and not is_same(seen, stamp):
                since = now
            self._since[source] = (stamp, since)
        return frozenset(source for source, (_, since) in self._since.items() if now - since < SETTLED)


def _is_old(stamp: FileStamp, wall: float) -> bool:
    """Tell whether a file was written a while ago by its own times, as far as they can be trusted."""
    return stamp.mtime_ns != NEVER and max(stamp.mtime_ns, stamp.ctime_ns) / 1e9 < wall - SETTLED


def is_same(one: FileStamp, other: FileStamp) -> bool:
    """Tell whether two looks saw the same file; a time that is not trusted yet says nothing."""
    return one is other or (one.size, one.ctime_ns, one.inode) == (other.size, other.ctime_ns, other.inode)


def without(disk: Disk, waiting: frozenset[str]) -> Disk:
    """Give a look at the folder in which some files cannot be read now; what the index knows of them stays."""
    if not waiting:
        return disk
    files = {source: stamp for source, stamp in disk.files.items() if source not in waiting}
    held = tuple(UnreadableArticle(source, WAITING, passing=True) for source in sorted(waiting & disk.files.keys()))
    return replace(disk, files=files, failed=(*disk.failed, *held))
