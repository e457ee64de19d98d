"""The QA model as it is packaged, with the real weights, and foreign ones too small to make sense."""

import logging
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import ModelUnavailable
from ingest.models import qa_model
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel, QAPassage, load_qa_model
from ingest.text.sentences import sentences
from tests.ingest.models.tiny_qa import make_qa_model
from tests.ingest.tiny_reranker import make_embedder


def passage(text: str, language: str = "en", title: str = "") -> QAPassage:
    return QAPassage(title, text, tuple(sentences(text, language)))


BRIDGE = passage("The bridge over the Lerk opened on 4 May. It cost 31 million crowns. Mayor Edda Holm cut the ribbon.")
BRIDGE_NB = passage(
    "Brua over Lerk åpnet 4. mai. Den kostet 31 millioner kroner. Ordfører Edda Holm klippet snoren.", "nb"
)
BRIDGE_AR = passage("افتُتح الجسر في الرابع من مايو. وبلغت تكلفته 31 مليون كرونة. وقصت العمدة إيدا هولم الشريط.", "ar")
SCHOOL = passage("The school gets a new roof before the winter. Pupils eat in the gymnasium until then.")


@pytest.fixture(scope="session")
def packaged(qa_model: QAModel) -> QAModel:
    return qa_model


@pytest.mark.parametrize(
    ("question", "read", "words"),
    [
        ("How much did the bridge cost?", BRIDGE, "31 million"),
        ("When did the bridge open?", BRIDGE, "4 May"),
        ("Who cut the ribbon?", BRIDGE, "Edda Holm"),
        ("Hva kostet brua?", BRIDGE_NB, "31 millioner"),
        ("Hvem klippet snoren?", BRIDGE_NB, "Edda Holm"),
        ("كم بلغت تكلفة الجسر؟", BRIDGE_AR, "31 مليون"),
        ("How much did the bridge cost?", BRIDGE_NB, "31 millioner"),
    ],
)
def test_it_finds_the_words_that_answer(packaged: QAModel, question: str, read: QAPassage, words: str) -> None:
    (reading,) = packaged.read(question, [read])
    best = max((each for each in reading.sentences if each), key=lambda each: each.score)
    assert words in read.text[best.start : best.end]


def test_a_passage_that_answers_is_worth_more(packaged: QAModel) -> None:
    for question in ("How much did the bridge cost?", "Who cut the ribbon?"):
        right, wrong = packaged.read(question, [BRIDGE, SCHOOL])
        assert right.relevance > wrong.relevance
        assert max(each.score for each in right.sentences if each) > max(each.score for each in wrong.sentences if each)
        assert max(each.score for each in wrong.sentences if each) < 0


def test_company_changes_little(packaged: QAModel) -> None:
    """A row's figures come from the row, whatever longer rows it is padded for."""
    (alone,) = packaged.read("Who cut the ribbon?", [BRIDGE])
    together = packaged.read("Who cut the ribbon?", [SCHOOL, BRIDGE, passage("The river rose. " * 60)])
    assert together[1].relevance == pytest.approx(alone.relevance, abs=0.5)
    assert [each and (each.start, each.end) for each in together[1].sentences][2] == (
        alone.sentences[2] and (alone.sentences[2].start, alone.sentences[2].end)
    )


def test_soft_hyphens_part_no_word(packaged: QAModel) -> None:
    hyphened = passage(BRIDGE.text.replace("Edda Holm", "Ed\u00adda Ho\u00adlm").replace("ribbon", "rib\u00adbon"))
    (reading,) = packaged.read("Who cut the ribbon?", [hyphened])
    best = max((each for each in reading.sentences if each), key=lambda each: each.score)
    assert "Ed\u00adda Ho" in hyphened.text[best.start : best.end]
    (plain,) = packaged.read("Who cut the ribbon?", [BRIDGE])
    assert reading.relevance == pytest.approx(plain.relevance, abs=0.01)


def test_nothing_to_read(packaged: QAModel) -> None:
    assert packaged.read("Who?", []) == []
    (empty,) = packaged.read("", [QAPassage("", "", ())])
    assert empty.sentences == ()


def test_what_lies_behind_the_limit_is_not_judged(packaged: QAModel) -> None:
    long = passage("The river rose again in the night. " * 120)
    (reading,) = packaged.read("What rose?", [long])
    assert len(reading.sentences) == len(long.sentences)
    assert reading.sentences[0] is not None
    assert reading.sentences[-1] is None


@settings(max_examples=25)
@given(st.text(max_size=80), st.text(max_size=60), st.text(max_size=300))
def test_answering_words_stand_in_their_sentence(packaged: QAModel, question: str, title: str, text: str) -> None:
    read = passage(text, "en", title)
    (reading,) = packaged.read(question, [read])
    assert np.isfinite(reading.relevance)
    for (start, end), each in zip(read.sentences, reading.sentences, strict=True):
        if each:
            assert np.isfinite(each.score)
            assert start <= each.start <= each.end <= end


def test_threads_may_share_it(packaged: QAModel) -> None:
    alone = packaged.read("Who cut the ribbon?", [BRIDGE, SCHOOL])
    with ThreadPoolExecutor(4) as threads:
        for readings in threads.map(lambda _: packaged.read("Who cut the ribbon?", [BRIDGE, SCHOOL]), range(8)):
            assert readings == alone


def test_the_embedder_stays_as_it_was(packaged: QAModel, embedder: Embedder) -> None:
    before = embedder.embed_passages([BRIDGE.text])
    packaged.read("Who cut the ribbon?", [BRIDGE])
    load_qa_model("packaged", embedder)
    assert np.array_equal(embedder.embed_passages([BRIDGE.text]), before)


def test_none_reads_nothing(embedder: Embedder) -> None:
    assert load_qa_model("none", embedder) is None


def test_another_embedder_goes_without_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    class Other:
        name, dimension = "other/model", 8

    with caplog.at_level(logging.INFO):
        assert load_qa_model("packaged", Other()) is None  # type: ignore[arg-type]
    assert "needs the packaged embedding model" in caplog.text


def test_a_foreign_model_reads(tmp_path: Path, embedder: Embedder) -> None:
    folder = make_qa_model(tmp_path / "qa")
    found = load_qa_model(str(folder), embedder)
    assert found is not None
    assert found.name == str(folder)
    first, second = found.read(
        "how many?", [passage("the ferry has cars. the bridge has 31."), passage("ferry " * 400)]
    )
    assert all(first.sentences)
    assert first.relevance != second.relevance


def test_what_answers_no_questions_is_one_sentence(tmp_path: Path, embedder: Embedder) -> None:
    (tmp_path / "empty").mkdir()
    damaged = make_qa_model(tmp_path / "damaged")
    (damaged / "model.safetensors").write_bytes(b"no weights")
    for folder in (tmp_path / "empty", tmp_path / "missing", damaged, make_embedder(tmp_path / "embedder")):
        with pytest.raises(ModelUnavailable) as failure:
            load_qa_model(str(folder), embedder)
        assert str(failure.value) == (
            f"The QA model {folder} cannot be used: set QA_MODEL to the folder or hub name of a question-answering "
            "model, to packaged or to none."
        )


def test_a_damaged_adapter_is_one_sentence(tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(Path(qa_model.__file__).parent / "qa", tmp_path / "qa")
    (tmp_path / "qa" / "adapter.safetensors").write_bytes(b"\x08" + bytes(7) + b"no json!")
    monkeypatch.setattr(qa_model, "ADAPTER", tmp_path / "qa" / "adapter.safetensors")
    with pytest.raises(ModelUnavailable, match="install Kilde anew"):
        load_qa_model("packaged", embedder)
