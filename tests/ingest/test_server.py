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

import pytest

from ingest.errors import StoreUnavailable
from ingest.index.catalogue import Catalogue
from ingest.index.index import Index
from ingest.index.vector_store import StorePlace, delete
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
