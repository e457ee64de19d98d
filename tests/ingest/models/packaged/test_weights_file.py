"""The 4-bit file is read exactly, and nothing but a whole one is taken for one."""

import contextlib

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from ingest.models.packaged.weights_file import ModelFileError, PackagedFile
from tests.ingest.tiny_model import HIDDEN, PIECES, quantised, tiny_model

WHOLE = tiny_model()


def test_sizes_and_vocabulary_are_read() -> None:
    model = PackagedFile(WHOLE)
    assert (model.sizes.hidden, model.sizes.layers, model.sizes.token_types) == (HIDDEN, 1, 2)
    assert model.sizes.epsilon == pytest.approx(1e-12)
    assert [piece for piece, _ in model.vocabulary.pieces] == list(PIECES)
    assert [score for _, score in model.vocabulary.pieces[:3]] == [0.0, -1.0, -2.0]
    assert (model.vocabulary.begin, model.vocabulary.padding, model.vocabulary.end) == (0, 1, 2)


def test_block_holds_low_nibbles_then_high_ones() -> None:
    nibbles = np.array([[*range(16), *reversed(range(16))]], np.uint8)
    block = quantised(np.array([0.5], np.float16), nibbles)
    start = WHOLE.index(b"l0.q.w") + len(b"l0.q.w") + 1 + 4
    offset = int.from_bytes(WHOLE[start : start + 8], "little")
    model = PackagedFile(WHOLE[:offset] + block + WHOLE[offset + len(block) :])
    expected = [0.5 * (value - 8) for value in [*range(16), *reversed(range(16))]]
    assert model.tensor("l0.q.w", HIDDEN, HIDDEN)[0].tolist() == expected


@given(st.integers(0, len(WHOLE) - 1))
def test_cut_file_is_refused(length: int) -> None:
    with pytest.raises(ModelFileError):
        PackagedFile(WHOLE[:length]).tensor("l0.oln.b", HIDDEN)


@given(st.binary(max_size=400), st.integers(0, 400))
def test_spoilt_header_is_refused_or_read(noise: bytes, at: int) -> None:
    with contextlib.suppress(ModelFileError):
        PackagedFile(WHOLE[:at] + noise + WHOLE[at + len(noise) :])


@pytest.mark.parametrize(("name", "shape"), [("l9.q.w", (HIDDEN, HIDDEN)), ("l0.q.w", (HIDDEN, HIDDEN + 1))])
def test_missing_tensor_and_wrong_shape_are_named(name: str, shape: tuple[int, ...]) -> None:
    with pytest.raises(ModelFileError, match=name):
        PackagedFile(WHOLE).tensor(name, *shape)
