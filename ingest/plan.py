"""What an ingestion has to do: decided here, carried out in `ingest.pipeline`.

Takes what lies on disk and what the index knows, and gives a Plan. Touches nothing; where only a file's content can
tell, it asks the `digest` it was given.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ingest.errors import UnreadableArticle
from ingest.sources.folder import NEVER, Disk, FileStamp


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the index knows of a file.

    Attributes:
        stamp: When it was read.
        content_hash: Its SHA-256 then.
        splitter: Version of the splitter that cut it.
        reader: Name and version of the reader that extracted its text, "" for plain text.
        articles: How many the index holds of it; of a container many.
    """

    stamp: FileStamp
    content_hash: str
    splitter: int
    reader: str = ""
    articles: int = 1


@dataclass(frozen=True, slots=True)
class Move:
    """A file whose content stands in the index under a name that is gone."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Every file on disk and in the index, in exactly one place; sources in alphabetical order.

    Attributes:
        new: To be read; the index knows neither name nor content.
        changed: To be read; the index knows the name with another content, or read by another reader or splitter.
        moved: To be renamed in the index.
        gone: In the index only, or what lies under its name now can never be read; to be removed.
        same: Nothing to do.
        touched: Same content under another time; only the stamp is to be kept.
        failed: Why a file cannot be used; what the index knows of one that only cannot be read now stays.
        articles: How many the index holds of each file of which it does not hold exactly one.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    moved: tuple[Move, ...]
    gone: tuple[str, ...]
    same: tuple[str, ...]
    touched: tuple[str, ...]
    failed: tuple[UnreadableArticle, ...]
    articles: Mapping[str, int] = field(default_factory=dict)

    def count(self, sources: Iterable[str]) -> int:
        """Give how many articles the index holds of these files, or members of files."""
        return sum(self.articles.get(source, 1) for source in sources)

    @property
    def to_read(self) -> tuple[str, ...]:
        """What has to be read, cut and embedded."""
        return self.new + self.changed


def decide(
    disk: Disk,
    known: Mapping[str, KnownFile],
    splitter: int,
    digest: Callable[[str], str],
    reader_of: Callable[[str], str] = lambda _: "",
) -> Plan:
    """Compare the folder with the index.

    Args:
        disk: What the folder shows.
        known: What the index knows, by source.
        splitter: Version of the splitter in force.
        digest: Gives the SHA-256 (hex) of a source's bytes or raises UnreadableArticle; asked only when in doubt.
        reader_of: Names the reader in force for a source.
    """
    return _Decider(disk, known, lambda source: (splitter, reader_of(source)), digest).plan()


class _Decider:
    def __init__(
        self,
        disk: Disk,
        known: Mapping[str, KnownFile],
        made_by: Callable[[str], tuple[int, str]],
        digest: Callable[[str], str],
    ) -> None:
        self.disk, self.known, self.made_by, self.digest = disk, known, made_by, digest
        self.failed = {failure.source: failure for failure in disk.failed}

    def plan(self) -> Plan:
        places: dict[str, list[str]] = {"new": [], "changed": [], "same": [], "touched": [], "failed": []}
        for source in self.disk.files:
            places[self._place(source)].append(source)
        gone = self._gone()
        moved = self._moves(places["new"], gone)
        arrived, left = {move.new for move in moved}, {move.old for move in moved}
        return Plan(
            new=tuple(sorted(s for s in places["new"] if s not in arrived and s not in self.failed)),
            changed=tuple(sorted(places["changed"])),
            moved=moved,
            gone=tuple(source for source in gone if source not in left),
            same=tuple(sorted(places["same"])),
            touched=tuple(sorted(places["touched"])),
            failed=tuple(self.failed[source] for source in sorted(self.failed)),
            articles={source: known.articles for source, known in self.known.items() if known.articles != 1},
        )

    def _place(self, source: str) -> str:
        known, stamp = self.known.get(source), self.disk.files[source]
        if known is None:
            return "new"
        if not self._is_current(source) or known.stamp.size != stamp.size:
            return "changed"
        if known.stamp == stamp and stamp.mtime_ns != NEVER:
            return "same"
        content_hash = self._hash(source)
        if content_hash is None:
            return "failed"
        return "touched" if content_hash == known.content_hash else "changed"

    def _is_current(self, source: str) -> bool:
        """Tell whether reading a known file again would give what it gave."""
        known = self.known[source]
        return (known.splitter, known.reader) == self.made_by(source)

    def _gone(self) -> list[str]:
        passing = {source for source, failure in self.failed.items() if failure.passing}
        there = (self.disk.files.keys() - self.failed.keys()) | passing
        folders = tuple(f"{folder}/" for folder in self.disk.unseen)
        return sorted(s for s in self.known if s not in there and not s.startswith(folders))

    def _moves(self, new: list[str], gone: list[str]) -> tuple[Move, ...]:
        """Pair what appeared with what went, by content; the sizes spare most files the reading."""
        left = [source for source in gone if self._is_current(source)]
        sizes = {self.known[source].stamp.size for source in left}
        by_content = defaultdict(list)
        for source in reversed(left):
            by_content[self.known[source].content_hash, _suffix(source)].append(source)
        moves = []
        for source in sorted(new):
            if self.disk.files[source].size not in sizes:
                continue
            content_hash = self._hash(source)
            if content_hash and (candidates := by_content[content_hash, _suffix(source)]):
                moves.append(Move(candidates.pop(), source))
        return tuple(moves)

    def _hash(self, source: str) -> str | None:
        try:
            return self.digest(source)
        except UnreadableArticle as failure:
            self.failed[source] = failure
            return None


def _suffix(source: str) -> str:
    """A file under another suffix would be read in another way, so it has not just moved."""
    return PurePosixPath(source).suffix.lower()
