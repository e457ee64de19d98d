"""The reranker, with a real CrossEncoder too small to make sense: what is loaded, what is refused, what is given."""

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import ModelUnavailable
from ingest.models.reranker import Reranker, load_reranker
from tests.ingest.tiny_reranker import make_embedder, make_reranker

TEXTS = ["The ferry carries 120 cars.", "", "أُلغيت الرحلة \ud83d", "library " * 5_000]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_reranker(tmp_path_factory.mktemp("rerankers") / "tiny")


@pytest.fixture(scope="module")
def reranker(folder: Path) -> Reranker:
    return load_reranker(str(folder))


def test_every_text_gets_a_score_of_its_own(reranker: Reranker, folder: Path) -> None:
    scores = reranker.scores("How many cars?", TEXTS)
    assert scores.shape == (4,)
    assert len(set(scores.tolist())) == 4
    assert np.allclose(reranker.scores("How many cars?", TEXTS[::-1]), scores[::-1], atol=1e-5)
    assert reranker.scores("?", []).shape == (0,)
    assert reranker.name == str(folder)


def test_threads_may_share_it(reranker: Reranker) -> None:
    alone = reranker.scores("How many?", TEXTS)
    with ThreadPoolExecutor(4) as threads:
        for scores in threads.map(lambda _: reranker.scores("How many?", TEXTS), range(8)):
            assert np.allclose(scores, alone, atol=1e-5)


def refusal(model: str | Path, capfd: pytest.CaptureFixture[str]) -> str:
    capfd.readouterr()
    with pytest.raises(ModelUnavailable) as failure:
        load_reranker(str(model))
    assert capfd.readouterr().err == ""
    return str(failure.value)


def test_what_is_no_reranker_is_one_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    several, embedder = make_reranker(tmp_path / "three", labels=3), make_embedder(tmp_path / "embedder")
    for model in (tmp_path / "empty", tmp_path / "missing", several, embedder, "./missing"):
        assert refusal(model, capfd) == (
            f"The reranker {model} cannot be used: set RERANKER_MODEL to the folder or hub name of a "
            "sentence-transformers CrossEncoder, or to nothing."
        )


def test_a_name_without_network_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no network in this test")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert refusal("nobody/such-a-reranker", capfd) == (
        "The reranker nobody/such-a-reranker is neither a folder nor downloaded before, and the model hub does not "
        "answer: connect to the network, or set RERANKER_MODEL to the folder or hub name of a sentence-transformers "
        "CrossEncoder, or to nothing."
    )
