"""Vectors of words from the packaged encoder."""

import numpy as np
import pytest

from ingest.models.embedding import Embedder
from ingest.models.word_vectors import WordReader

pytestmark = pytest.mark.slow  # It loads the model.

EN, NB = "The council closed the old bridge on Monday.", "Kommunestyret stengte den gamle broen mandag."


def test_words_and_whole_come_from_one_pass(embedder: Embedder) -> None:
    read = WordReader(embedder).read([EN, NB, ""])
    assert read[0].words == ("The", "council", "closed", "the", "old", "bridge", "on", "Monday.")
    assert [len(it.vectors) for it in read] == [8, 6, 1]
    expected = embedder.embed_passages([EN, NB, ""])
    assert np.min(np.sum(expected * np.stack([it.whole for it in read]), axis=1)) > 0.99
    assert WordReader(embedder).read([]) == []


def test_words_that_translate_one_another_are_alike(embedder: Embedder) -> None:
    one, other = WordReader(embedder).read([EN, NB])
    rows = [it.vectors - it.vectors.mean(axis=0) for it in (one, other)]
    mine, theirs = (it / np.linalg.norm(it, axis=1, keepdims=True) for it in rows)
    nearest = {
        word: other.words[int(place)] for word, place in zip(one.words, (mine @ theirs.T).argmax(1), strict=True)
    }
    assert (nearest["closed"], nearest["bridge"], nearest["old"]) == ("stengte", "broen", "gamle")


def test_a_long_text_is_cut(embedder: Embedder) -> None:
    assert len(WordReader(embedder).read(["word " * 2_000])[0].words) < 512
