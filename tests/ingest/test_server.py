"""The same index with its vectors in a Chroma server (CHROMA_URL)."""

import contextlib
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import StoreUnavailable
from ingest.index.catalogue import Catalogue
from ingest.index.conditions import Conditions
from ingest.index.index import Index
from ingest.index.narrowed_index import NarrowedIndex
from ingest.index.vector_store import Store, StorePlace, delete
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from tests.ingest.fakes import WordEmbedder, settings_in, write_articles
from tests.ingest.index_state import contents, lost_passages


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    folder = tmp_path_factory.mktemp("chroma")
    with subprocess.Popen(
        [Path(sys.executable).with_name("chroma"), "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        _wait_for(address)
        yield address
        server.kill()


@pytest.fixture
def settings(tmp_path: Path, url: str) -> CorpusSettings:
    settings = settings_in(tmp_path, chroma_url=url)
    write_articles(settings.articles_dir, range(8))
    return settings


def collections(url: str) -> int:
    place = "api/v2/tenants/default_tenant/databases/default_database/collections_count"
    with urllib.request.urlopen(f"{url}/{place}") as answer:
        return int(answer.read())


def test_a_server_holds_what_a_folder_would(settings: CorpusSettings, tmp_path: Path) -> None:
    ingest(settings, WordEmbedder)
    index = Index(settings)
    write_articles(settings.articles_dir, range(2), "second")
    (settings.articles_dir / "0003.txt").unlink()
    ingest(settings, WordEmbedder)
    index.refresh()
    found = index.nearest(WordEmbedder().embed_queries(["second report of district 1-1"])[0], 50)
    index.close()
    assert found[0][0].article.source == "0001.txt"
    assert lost_passages(settings) == []
    local = settings.model_copy(update={"chroma_url": None, "data_dir": tmp_path / "local"})
    ingest(local, WordEmbedder)
    assert contents(settings) == contents(local)
    assert not list(settings.data_dir.glob("index/edition-*/chroma-*"))


def test_a_rebuild_leaves_nothing_on_the_server(settings: CorpusSettings, url: str) -> None:
    ingest(settings, WordEmbedder)
    before = collections(url)
    ingest(settings, WordEmbedder, rebuild=True)
    ingest(settings, WordEmbedder)
    assert collections(url) == before
    assert lost_passages(settings) == []


def test_vectors_follow_when_the_server_is_changed(settings: CorpusSettings) -> None:
    local = settings.model_copy(update={"chroma_url": None})
    ingest(local, WordEmbedder)
    ingest(settings, lambda: pytest.fail("the model was loaded"))
    assert lost_passages(settings) == []
    ingest(local, lambda: pytest.fail("the model was loaded"))
    assert lost_passages(local) == []


def test_a_server_that_lost_its_data_is_filled_again(settings: CorpusSettings, url: str) -> None:
    ingest(settings, WordEmbedder)
    (edition,) = settings.data_dir.glob("index/edition-*")
    with contextlib.closing(Catalogue.open(edition)) as catalogue:
        delete(StorePlace(edition, catalogue.state().store, url))
    ingest(settings, lambda: pytest.fail("the model was loaded"))
    assert lost_passages(settings) == []


def test_a_server_that_does_not_answer_is_one_sentence(
    settings: CorpusSettings, caplog: pytest.LogCaptureFixture
) -> None:
    ingest(settings, WordEmbedder)
    gone = settings.model_copy(update={"chroma_url": f"http://127.0.0.1:{_free_port()}"})
    text = r"The Chroma server at http://127\.0\.0\.1:\d+ cannot be used; start it, or mend CHROMA_URL\."
    with pytest.raises(StoreUnavailable, match=f"^{text}$"):
        ingest(gone, WordEmbedder)
    with contextlib.closing(Index(gone)) as index:  # What reads goes on without: the catalogue has the vectors.
        assert index.nearest(WordEmbedder().embed_queries(["bridge"])[0], 3)
    assert re.search(text, caplog.text)
    assert lost_passages(settings) == []


def test_collections_replaced_under_a_question_are_asked_again(
    settings: CorpusSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, WordEmbedder)
    real, calls = Store.nearest, []

    def nearest(self: Store, *question: object) -> list[tuple[str, float]]:
        calls.append(question)
        if len(calls) == 1:
            raise StoreUnavailable("gone")
        return real(self, *question)  # type: ignore[arg-type]

    with contextlib.closing(Index(settings)) as index:
        monkeypatch.setattr(Store, "nearest", nearest)
        assert len(index.nearest(WordEmbedder().embed_queries(["ferries"])[0], 5)) == 5
        assert index.trouble() is None
        assert len(calls) > 1


def test_a_server_that_stops_answering_is_done_without_and_filled_again(
    settings: CorpusSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(settings, WordEmbedder)
    question = WordEmbedder().embed_queries(["ferries counted in Hamar"])[0]
    real = Store.nearest
    with contextlib.closing(Index(settings)) as index:
        expected = [stored.id for stored, _ in index.nearest(question, 5)]
        broken = index.read().execute("SELECT store FROM state").fetchone()[0]

        def nearest(self: Store, language: str, vector: np.ndarray, limit: int) -> list[tuple[str, float]]:
            if self.place.name == broken and limit > 1:
                raise StoreUnavailable("it answers nothing")
            return real(self, language, vector, limit)

        monkeypatch.setattr(Store, "nearest", nearest)
        assert [stored.id for stored, _ in index.nearest(question, 5)] == expected
        assert index.trouble() == "it answers nothing"
        deadline = time.monotonic() + 60
        while index.trouble() and time.monotonic() < deadline:
            index.refresh()
            time.sleep(0.05)
        assert index.trouble() is None
        assert [stored.id for stored, _ in index.nearest(question, 5)] == expected


def test_conditions_and_hidden_folders_hold_beside_a_server(settings: CorpusSettings) -> None:
    (settings.articles_dir / "secret").mkdir()
    (settings.articles_dir / "0002.txt").rename(settings.articles_dir / "secret" / "0002.txt")
    ingest(settings, WordEmbedder)
    question = WordEmbedder().embed_queries(["report of district 2-1"])[0]
    with contextlib.closing(Index(settings)) as index, contextlib.closing(NarrowedIndex(index, ["secret"])) as shown:
        assert "secret/0002.txt" in {stored.article.source for stored, _ in index.nearest(question, 50)}
        assert "secret/0002.txt" not in {stored.article.source for stored, _ in shown.nearest(question, 50)}
        assert index.nearest(question, 50, Conditions(languages=("ar",))) == []


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{address}/api/v2/heartbeat").close()
        except OSError:
            assert time.monotonic() < deadline, "the Chroma server did not start"
            time.sleep(0.1)
        else:
            return
