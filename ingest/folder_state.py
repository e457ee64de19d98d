"""What is doubtful about the folder, as the last ingestion left it: articles that are missed, files that fail.

Takes the settings, gives a FolderState; reads the catalogue without a lock and writes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from ingest.index.index_writer import known_failures, known_files, missed_files
from ingest.settings import CorpusSettings
from ingest.sources.settling import WAITING


@dataclass(frozen=True, slots=True)
class FolderState:
    """See the module.

    Attributes:
        gone: Sources that are not in the folder any more and are not believed to be gone, by name.
        articles: How many articles that is: a file may hold many.
        failed: Why each file, or article in one, cannot be read.
    """

    gone: tuple[str, ...] = ()
    articles: int = 0
    failed: Mapping[str, str] = field(default_factory=dict)

    @property
    def doubt(self) -> str:
        """What stands for just these missed articles, 16 hexadecimal digits; "" where none are."""
        return sha256("\n".join(self.gone).encode("utf-8", "surrogatepass")).hexdigest()[:16] if self.gone else ""


def folder_state(settings: CorpusSettings) -> FolderState:
    """Look into the catalogue.

    Raises:
        IndexError_: It cannot be read.
    """
    gone = tuple(sorted(missed_files(settings)))
    known = known_files(settings) if gone else {}
    articles = sum(known[source].articles if source in known else 1 for source in gone)
    failed = {it.source: it.reason for it in known_failures(settings) if it.reason != WAITING}
    return FolderState(gone, articles, failed)
