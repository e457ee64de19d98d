"""Centring: languages stop hiding from each other, few texts do not become their own mean."""

import tomllib
from importlib.resources import files

import numpy as np
import pytest

from ingest.models.centring import PRIOR_WEIGHT, Centring, LanguageMean
from ingest.models.embedding import Embedder
from tests.ingest.fakes import WordEmbedder


def test_generic_sentences_are_the_same_in_number_everywhere() -> None:
    generic = tomllib.loads(files("ingest.models").joinpath("generic.toml").read_text("utf-8"))
    assert set(generic) == {"questions", "statements"}
    assert set(generic["questions"]) == set(generic["statements"])
    assert {len(texts) for kind in generic.values() for texts in kind.values()} == {5}


def test_one_vector_hardly_moves_the_mean_and_thousands_do() -> None:
    centring = Centring(WordEmbedder())
    vector = np.zeros(64)
    vector[0] = 1.0
    few = centring.means({"en": (vector, 1)})["en"].vector
    many = centring.means({"en": (10_000 * vector, 10_000)})["en"].vector
    none = centring.means({"en": (0 * vector, 0)})["en"].vector
    assert np.linalg.norm(few - none) < 2 / PRIOR_WEIGHT
    assert many @ vector > 0.99


def test_relevance_is_the_cosine_of_what_remains() -> None:
    mean = LanguageMean(np.array([0.6, 0.0], np.float32))
    question = np.array([0.0, 1.0], np.float32)
    vectors = np.array([[0.6, 0.0], [0.6, 0.8], [0.0, -1.0]], np.float32)
    assert mean.relevance(question, vectors) == pytest.approx([0.0, 1.0, -1 / np.hypot(1, 0.6)])


@pytest.mark.parametrize("language", ["nb", "und", "xx"])
def test_a_centred_question_has_unit_length_in_any_language(language: str) -> None:
    embedder = WordEmbedder()
    question = Centring(embedder).question(embedder.embed_queries(["Where?"])[0], language)
    assert np.linalg.norm(question) == pytest.approx(1.0, abs=1e-5)


def test_centring_brings_the_right_passage_of_the_other_language_before_the_wrong_one_of_the_own(
    embedder: Embedder,
) -> None:
    norwegian = ["Ferja over fjorden går hver halve time.", "Biblioteket har kjøpt 300 nye bøker."]
    english = ["The ferry crosses the fjord every half hour.", "The library has bought 300 new books."]
    centring = Centring(embedder)
    vectors = {"nb": embedder.embed_passages(norwegian), "en": embedder.embed_passages(english)}
    means = centring.means({language: (rows.sum(axis=0).astype(float), 2) for language, rows in vectors.items()})
    question = centring.question(embedder.embed_queries(["How often does the ferry sail?"])[0], "en")
    nb, en = (means[language].relevance(question, vectors[language]) for language in ("nb", "en"))
    assert en[0] > en[1]
    assert nb[0] > nb[1]
    assert nb[0] > en[1]
