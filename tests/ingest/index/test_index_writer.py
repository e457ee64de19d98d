import errno
import os
from pathlib import Path

import pytest

from ingest.errors import IndexMissing, IndexOutOfReach
from ingest.index import editions
from ingest.index.index import Index
from ingest.pipeline import ingest
from ingest.report import Progress
from ingest.settings import CorpusSettings
from tests.ingest.fakes import WordEmbedder, settings_in, write_articles


@pytest.fixture
def settings(tmp_path: Path) -> CorpusSettings:
    settings = settings_in(tmp_path)
    write_articles(settings.articles_dir, range(2))
    return settings


def test_a_data_dir_that_is_a_file_is_one_sentence(settings: CorpusSettings) -> None:
    settings.data_dir.write_text("not a folder", "utf-8")
    with pytest.raises(
        IndexOutOfReach, match=r"^The index in .* cannot be opened or written \(Not a directory\): make room"
    ):
        ingest(settings, WordEmbedder)
    with pytest.raises(IndexMissing):
        Index(settings)


def test_a_full_disk_is_one_sentence(settings: CorpusSettings) -> None:
    def full(progress: Progress) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(IndexOutOfReach, match="No space left"):
        ingest(settings, WordEmbedder, progress=full)


def test_a_catalogue_out_of_reach_is_not_called_damaged(settings: CorpusSettings) -> None:
    ingest(settings, WordEmbedder)
    edition = editions.current(editions.folder(settings.data_dir))
    assert edition is not None
    (edition / "catalogue.sqlite").unlink()
    (edition / "catalogue.sqlite").mkdir()
    with pytest.raises(IndexOutOfReach, match="unable to open database file"):
        Index(settings)
