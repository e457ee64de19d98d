"""Which articles of containers a run has to write, which stay as they are, and which are gone from their files.

Takes what the index knows of a container and each article as it was read; decides only.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from ingest.article import Article
from ingest.index.containers import KnownMember
from ingest.passages import SPLITTER_VERSION
from ingest.reader_messages import ContainerEnd
from ingest.readers.file_kinds import file_of

Known = Callable[[str], Mapping[str, KnownMember]]
"""Gives what the index knows of the articles of a container."""


class MemberTally:
    """The articles of the containers that a run reads.

    Attributes:
        counts: How many of them are "new", "changed" and "unchanged".
    """

    def __init__(self, known: Known) -> None:
        self.counts: Counter[str] = Counter()
        self._known_of = known
        self._known: dict[str, Mapping[str, KnownMember]] = {}
        self._seen: dict[str, set[str]] = {}

    def has_to_be_written(self, article: Article) -> bool:
        """Take notice of an article of a container; tell whether the index lacks it as it is now."""
        file = file_of(article.source)
        known = self._known_in(file).get(article.source)
        self._seen.setdefault(file, set()).add(article.source)
        now = KnownMember(article.content_hash, SPLITTER_VERSION, article.reader)
        place = "new" if known is None else "unchanged" if known == now else "changed"
        self.counts[place] += 1
        return place != "unchanged"

    def failed(self, source: str, *, passing: bool) -> None:
        """Take notice of an article that cannot be read; what only cannot be read now keeps its last version."""
        if passing and file_of(source) != source:
            self._seen.setdefault(file_of(source), set()).add(source)

    def vanished(self, ends: Collection[ContainerEnd]) -> list[str]:
        """Give what the index knows of these containers and is not in them any more."""
        gone: list[str] = []
        for end in ends:
            known, seen = self._known_in(end.source), self._seen.pop(end.source, set())
            gone += [source for source in known if source not in seen] if end.complete else []
            self._known.pop(end.source, None)
        return sorted(gone)

    def _known_in(self, file: str) -> Mapping[str, KnownMember]:
        if file not in self._known:
            self._known[file] = self._known_of(file)
        return self._known[file]
