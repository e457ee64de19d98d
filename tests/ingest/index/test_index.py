import contextlib
import gc
import shutil
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from ingest.article import Article
from ingest.errors import CorpusError, IndexMissing, ModelMismatch, StoreUnavailable
from ingest.index import lexicon
from ingest.index.catalogue import Catalogue
from ingest.index.catalogue_writer import CatalogueWriter
from ingest.index.index import Index
from ingest.index.index_writer import open_for_writing
from ingest.index.locks import chroma_files
from ingest.index.stored import CatalogueEntry
from ingest.passages import Passage
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from ingest.sources.folder import FileStamp
from tests.ingest.fakes import WordEmbedder, settings_in, write_articles
from tests.ingest.index_state import contents, lost_passages
from tests.ingest.processes import Ingester


@pytest.fixture
def settings(tmp_path: Path) -> CorpusSettings:
    settings = settings_in(tmp_path)
    write_articles(settings.articles_dir, range(5))
    ingest(settings, WordEmbedder)
    return settings


@pytest.fixture
def index(settings: CorpusSettings):  # type: ignore[no-untyped-def]
    index = Index(settings)
    yield index
    index.close()


def ask(index: Index, text: str, per_language: int = 5) -> list[str]:
    index.refresh()
    hits = index.nearest(WordEmbedder().embed_queries([text])[0], per_language)
    assert [cosine for _, cosine in hits] == sorted((cosine for _, cosine in hits), reverse=True)
    return [stored.article.source for stored, _ in hits]


def test_nothing_ingested_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"^Nothing was ingested yet; run `python -m ingest`\.$"):
        Index(settings_in(tmp_path))


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    ingest(settings, WordEmbedder)
    index = Index(settings)
    assert ask(index, "anything") == []
    assert (index.count_articles(), index.articles(offset=0, limit=9), index.language_sums()) == (0, [], {})
    index.close()


def test_a_moved_file_is_known_by_its_content(settings: CorpusSettings, index: Index) -> None:
    (first,) = index.articles(offset=0, limit=1)
    assert index.article_with(first.content_hash) == first
    (settings.articles_dir / "moved").mkdir()
    (settings.articles_dir / first.source).rename(settings.articles_dir / "moved" / "away.txt")
    ingest(settings, WordEmbedder)
    moved = index.article_with(first.content_hash)
    assert moved
    assert (moved.source, moved.id) == ("moved/away.txt", first.id)
    assert index.article_with("0" * 64) is None


def test_every_language_brings_its_own_candidates(settings: CorpusSettings, index: Index) -> None:
    (settings.articles_dir / "ar.txt").write_text(
        "افتُتح سوق السمك الجديد في المدينة القديمة يوم الأحد بحضور سكان الميناء.\n", "utf-8"
    )
    (settings.articles_dir / "nb.txt").write_text(
        "---\nlanguage: nb\n---\nSkolen på Lyngsund får nytt tak før vinteren, og kommunen betaler.\n", "utf-8"
    )
    ingest(settings, WordEmbedder)
    found = ask(index, "ferries in Bergen", 1)
    assert len(found) == 3
    assert {"ar.txt", "nb.txt"} < set(found)
    assert set(index.language_sums()) == {"ar", "en", "nb"}


def test_cosines_and_sums_are_those_of_the_vectors(index: Index) -> None:
    embedder = WordEmbedder()
    question = embedder.embed_queries(["inspector of quay 2"])[0]
    hits = index.nearest(question, 100)
    keys = {stored.passage.key for stored, _ in hits}
    rows = index.read().execute("SELECT key, vector FROM vector").fetchall()
    vectors = {key: np.frombuffer(vector, np.float32) for key, vector in rows}
    assert keys == set(vectors)
    for stored, cosine in hits:
        assert cosine == pytest.approx(float(vectors[stored.passage.key] @ question), abs=1e-5)
    total, count = index.language_sums()["en"]
    assert count == len(vectors)
    np.testing.assert_allclose(total, np.sum(list(vectors.values()), axis=0, dtype=np.float64), atol=1e-9)


def test_passages_can_be_had_by_id_and_by_article(index: Index) -> None:
    first, second, *_ = index.passages_of("0003.txt")
    assert [first.passage.ordinal, second.passage.ordinal] == [0, 1]
    assert index.passages([second.id, 10_000, first.id]) == [second, first]
    assert first.article == index.article("0003.txt")
    assert index.passages_of("nothing.txt") == []
    assert index.article("nothing.txt") is None


def test_the_lexicon_is_read_over_the_same_connection(index: Index) -> None:
    ids = lexicon.candidates(index.read(), lexicon.weigh(index.read(), "district 4-1", "en"), 3)
    assert index.passages(ids)[0].article.source == "0004.txt"


def test_articles_come_newest_first_and_in_pages(settings: CorpusSettings, index: Index) -> None:
    for name, day in (("old.md", "2024-03-01"), ("new.md", "2026-02-01")):
        text = f"---\ntitle: Quays of {name}\ndate: {day}\n---\nThe quay of {name} was closed by the harbour office.\n"
        (settings.articles_dir / name).write_text(text, "utf-8")
    ingest(settings, WordEmbedder)
    sources = [article.source for article in index.articles(offset=0, limit=3)]
    assert sources[:2] == ["new.md", "old.md"]
    assert index.count_articles() == 7
    pages = [index.articles(offset=offset, limit=2) for offset in (0, 2, 4, 6, 8)]
    assert [len(page) for page in pages] == [2, 2, 2, 1, 0]
    assert len({article.source for page in pages for article in page}) == 7


def test_the_text_of_an_article_is_that_of_its_offsets(settings: CorpusSettings, index: Index) -> None:
    path = settings.articles_dir / "bom.txt"
    path.write_bytes("\ufeffThe tide was late in Mandal.\r\nNobody in the town minded it.\r\n".encode("utf-16-le"))
    ingest(settings, WordEmbedder)
    index.refresh()
    (stored,) = index.passages_of("bom.txt")
    text = index.article_text("bom.txt")
    assert text[stored.passage.start : stored.passage.end] == stored.passage.text
    path.write_text("Something else.", "utf-8")
    with pytest.raises(CorpusError, match="changed since"):
        index.article_text("bom.txt")
    path.unlink()
    with pytest.raises(CorpusError, match="gone"):
        index.article_text("bom.txt")
    with pytest.raises(CorpusError, match="not in the index"):
        index.article_text("nothing.txt")


def test_the_text_is_found_where_it_was_ingested_from(settings: CorpusSettings, tmp_path: Path) -> None:
    index = Index(settings.model_copy(update={"articles_dir": tmp_path / "elsewhere"}))
    assert "0001" not in index.article_text("0001.txt")
    index.close()


def test_equal_passages_are_found_once_in_the_oldest_article(settings: CorpusSettings, index: Index) -> None:
    copy = settings.articles_dir / "a-copy.txt"
    copy.write_bytes((settings.articles_dir / "0003.txt").read_bytes())
    ingest(settings, WordEmbedder)
    found = ask(index, "district 3-1", 50)
    assert "0003.txt" in found
    assert "a-copy.txt" not in found
    (settings.articles_dir / "0003.txt").unlink()
    ingest(settings, WordEmbedder)
    assert "a-copy.txt" in ask(index, "district 3-1", 50)


def test_a_look_that_finds_nothing_new_is_cheap(index: Index) -> None:
    laps = []
    for _ in range(200):
        start = time.perf_counter()
        index.refresh()
        laps.append(time.perf_counter() - start)
    assert sorted(laps)[100] < 0.001


def test_what_another_process_wrote_is_seen_as_soon_as_it_ends(settings: CorpusSettings, index: Index) -> None:
    """Of Chroma alone this does not hold: a client goes on answering from what it had loaded."""
    assert ask(index, "second report of district 77-1", 99)
    with Ingester() as other:
        write_articles(settings.articles_dir, range(77, 78), "second")
        (settings.articles_dir / "0001.txt").unlink()
        (settings.articles_dir / "0002.txt").rename(settings.articles_dir / "renamed.txt")
        assert other.run(settings) == 0
        found = ask(index, "second report of district 77-1", 99)
        assert found[0] == "0077.txt"
        assert "renamed.txt" in found
        assert not {"0001.txt", "0002.txt"} & set(found)
        assert other.run(settings, rebuild=True) == 0
        assert ask(index, "second report of district 77-1", 99)[0] == "0077.txt"
        assert other.run(settings) == 0
        assert ask(index, "second report of district 77-1", 99)[0] == "0077.txt"


def test_removed_articles_vanish_even_before_the_next_look(settings: CorpusSettings, index: Index) -> None:
    question = WordEmbedder().embed_queries(["district 1-1"])[0]
    (settings.articles_dir / "0001.txt").unlink()
    ingest(settings, WordEmbedder)
    assert "0001.txt" not in {stored.article.source for stored, _ in index.nearest(question, 50)}


@pytest.mark.parametrize("damage", ["dirty", "removed", "garbled", "emptied"])
def test_readers_need_nothing_of_chroma_and_the_next_run_mends_it(
    settings: CorpusSettings, index: Index, damage: str
) -> None:
    expected = ask(index, "ferries counted in Hamar")
    (chroma,) = settings.data_dir.glob("index/edition-1/chroma-*")
    if damage == "dirty":
        with contextlib.closing(CatalogueWriter.open(chroma.parent)) as writer:
            writer.mark_dirty()
    else:
        for path in filter(Path.is_file, sorted(chroma.rglob("*"))):
            path.write_bytes(b"\xff" * 5_000 if damage == "garbled" else b"")
        if damage == "removed":
            shutil.rmtree(chroma)
    with chroma_files(settings.data_dir / "index"), contextlib.closing(Index(settings)) as opened:
        for reader in (index, opened):
            assert ask(reader, "ferries counted in Hamar") == expected
            assert reader.trouble() is None
    ingest(settings, WordEmbedder)
    fresh = settings.model_copy(update={"data_dir": settings.data_dir.with_name("fresh")})
    ingest(fresh, WordEmbedder)
    assert contents(settings) == contents(fresh)


def test_articles_are_found_while_their_run_goes_on(settings: CorpusSettings, index: Index) -> None:
    """Chroma is written at the end of a run; readers do not wait for it."""
    (edition,) = settings.data_dir.glob("index/edition-*")
    with open_for_writing(settings, rebuild=False) as (catalogue, vector_sync):
        text = "The whale of Skudenes was weighed by nobody."
        passage = Passage("whale.txt", 0, "en", "", text, 0, len(text), 1, 1, ((0, len(text)),))
        article = Article("whale.txt", text, "utf-8", "f" * 64, "Whale", "en", ())
        new = {passage.key: WordEmbedder().embed_passages([text])[0]}
        vector_sync.switch([CatalogueEntry(article, (passage,), FileStamp(0, 0), 1)], [], {"en": new})
        assert catalogue.state().behind
        assert ask(index, "whale of Skudenes weighed")[0] == "whale.txt"
    with contextlib.closing(Catalogue.open(edition)) as reader:
        assert not reader.state().behind
    assert passage.key in contents(settings).chroma["en"]


def test_threads_ask_while_the_index_is_reopened(settings: CorpusSettings, index: Index) -> None:
    failures: list[BaseException] = []
    stop = threading.Event()

    def go_on_asking() -> None:
        try:
            while not stop.is_set():
                assert ask(index, "ferries counted in Hamar")
        except BaseException as failure:  # noqa: BLE001 - it is reported below, in the main thread
            failures.append(failure)

    threads = [threading.Thread(target=go_on_asking) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(100, 104):
        write_articles(settings.articles_dir, range(number, number + 1))
        ingest(settings, WordEmbedder)
    ingest(settings, WordEmbedder, rebuild=True)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_another_model_is_refused(index: Index) -> None:
    index.check(WordEmbedder())
    with pytest.raises(ModelMismatch):
        index.check(WordEmbedder(dimension=9))


def test_a_closed_index_says_so(settings: CorpusSettings) -> None:
    index = Index(settings)
    index.close()
    index.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        index.nearest(np.ones(64, np.float32), 1)


@pytest.mark.slow
def test_two_writers_and_a_reader_at_once(settings: CorpusSettings, tmp_path: Path) -> None:
    stop = tmp_path / "stop"
    with Ingester() as one, Ingester() as other, Ingester() as reader:
        reader.start(settings, read=str(stop))
        for turn in range(4):
            write_articles(settings.articles_dir, range(turn, 30 + turn, 2), "second" if turn % 2 else "first")
            for number in range(turn, 30, 7):
                (settings.articles_dir / f"{number:04}.txt").unlink(missing_ok=True)
            one.start(settings, retry=True, batch=9)
            other.start(settings, retry=True, batch=9)
            assert (one.end(), other.end()) == (0, 0)
        stop.touch()
        assert reader.end() == 0
    assert lost_passages(settings) == []
    fresh = settings.model_copy(update={"data_dir": tmp_path / "fresh"})
    ingest(fresh, WordEmbedder)
    assert contents(settings) == contents(fresh)


def test_a_thread_that_ends_gives_its_connection_back(settings: CorpusSettings, index: Index) -> None:
    before = len(index._connections)
    for _ in range(30):
        thread = threading.Thread(target=index.count_articles)
        thread.start()
        thread.join()
    gc.collect()
    assert len(index._connections) == before
    assert index.count_articles() == 5
    index.close()
    assert len(index._connections) == 0
