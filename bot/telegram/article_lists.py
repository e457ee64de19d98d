"""What commands and greetings need of the index: its articles in a list, counted, and by what their files hold."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from ingest.index.stored import StoredArticle
from ingest.index.tallies import Tally


class ArticleLists(Protocol):
    """The articles of the index."""

    def count_articles(self) -> int:
        """Say how many articles there are."""
        ...

    def articles(self, *, offset: int, limit: int) -> Sequence[StoredArticle]:
        """Give some of them, newest first."""
        ...

    def articles_with(self, hashes: Iterable[str]) -> Sequence[StoredArticle]:
        """Give those whose files have one of these SHA-256 (hex)."""
        ...

    def tallies(self) -> Sequence[Tally]:
        """Count all of them, by day, language and outlet."""
        ...
