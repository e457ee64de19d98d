"""What the folder holds and the index does not."""

from pathlib import Path

from ingest.backlog import FolderComparison, compare
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from tests.ingest.fakes import WordEmbedder


def test_new_and_changed_files_wait_and_hopeless_ones_do_not(corpus: Path, tmp_path: Path) -> None:
    settings, embedder = CorpusSettings(articles_dir=corpus, data_dir=tmp_path / "data"), WordEmbedder()
    everything = frozenset({"bridge.txt", "market.txt", "north/school.txt"})
    assert compare(settings) == FolderComparison(0, everything)
    (corpus / "broken.docx").write_bytes(b"This is no document.")
    ingest(settings, lambda: embedder)
    assert compare(settings) == FolderComparison(3, frozenset())
    (corpus / "bridge.txt").write_text("The bridge over the Lerk is closed until the summer.\n" * 2, encoding="utf-8")
    (corpus / "new.txt").write_text("A ferry sails to the island from today on.\n" * 2, encoding="utf-8")
    (corpus / "market.txt").unlink()
    assert compare(settings) == FolderComparison(3, frozenset({"bridge.txt", "new.txt"}))
