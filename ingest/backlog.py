"""What lies in the folder of articles and is not in the index as it is, without a lock and without writing.

What cannot be read is not waited for: the index knows that it has seen it.
"""

from dataclasses import dataclass

from ingest.index.index_writer import known_failures, known_files
from ingest.losses import articles_in, decide_for
from ingest.readers import SUFFIXES
from ingest.settings import CorpusSettings
from ingest.sources.folder import scan


@dataclass(frozen=True, slots=True)
class FolderComparison:
    """What was found.

    Attributes:
        articles: How many articles the index holds.
        pending: Sources that are new or have changed.
    """

    articles: int
    pending: frozenset[str]


def compare(settings: CorpusSettings) -> FolderComparison:
    """Compare the folder with the index.

    Raises:
        CorpusError: The folder cannot be read.
        IndexError_: The index cannot be read, or was made with another model.
    """
    known = known_files(settings)
    plan = decide_for(settings, scan(settings.articles_dir, SUFFIXES), known)
    hopeless = {failure.source for failure in known_failures(settings)}
    return FolderComparison(articles_in(known), frozenset(plan.to_read).difference(hopeless))
