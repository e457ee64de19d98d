"""A model file in the layout of `e5-small-q4.bin`, small enough to be written, cut and spoilt within milliseconds."""

import struct

import numpy as np
from numpy.typing import NDArray

HIDDEN, HEADS, INTERMEDIATE, POSITIONS = 32, 2, 64, 64
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁ferry", "▁harbour", "▁the", "▁", "e", "r", ":", "▁query", "▁passage")


def quantised(scales: NDArray[np.float16], nibbles: NDArray[np.uint8]) -> bytes:
    """Q4_0 blocks from a scale and 32 values of 0 to 15 each."""
    packed = nibbles[:, :16] | (nibbles[:, 16:] << 4)
    return b"".join(scale.tobytes() + row.tobytes() for scale, row in zip(scales, packed, strict=True))


def tiny_model(seed: int = 0) -> bytes:
    """A whole file: one layer, random weights, thirteen pieces."""
    random = np.random.default_rng(seed)
    tensors = [(name, count, _body(random, count, plain)) for name, count, plain in _tensors()]
    header = b"E5S1" + struct.pack("<I7i", 1, HIDDEN, 1, HEADS, INTERMEDIATE, len(PIECES), POSITIONS, 2)
    header += struct.pack("<fi", 1e-12, 32) + _vocabulary() + struct.pack("<iI", 0, 0)
    directory = struct.pack("<i", len(tensors))
    offset = len(header) + 4 + sum(2 + len(name) + 21 for name, _, _ in tensors)
    for name, count, body in tensors:
        quantised_flag = int(len(body) != 4 * count)
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", quantised_flag, count, offset, len(body))
        offset += len(body)
    return header + directory + b"".join(body for _, _, body in tensors)


def _tensors() -> list[tuple[str, int, bool]]:
    """Name, number of weights, and whether they are plain fp32."""
    square, wide = HIDDEN * HIDDEN, HIDDEN * INTERMEDIATE
    found = [("emb.word", len(PIECES) * HIDDEN, False), ("emb.pos", POSITIONS * HIDDEN, True)]
    found += [("emb.type", 2 * HIDDEN, True), ("emb.ln.w", HIDDEN, True), ("emb.ln.b", HIDDEN, True)]
    for part, count, out in (("q", square, HIDDEN), ("k", square, HIDDEN), ("v", square, HIDDEN)):
        found += [(f"l0.{part}.w", count, False), (f"l0.{part}.b", out, True)]
    for part, count, out in (("ao", square, HIDDEN), ("fi", wide, INTERMEDIATE), ("fo", wide, HIDDEN)):
        found += [(f"l0.{part}.w", count, False), (f"l0.{part}.b", out, True)]
    for part in ("aln", "oln"):
        found += [(f"l0.{part}.w", HIDDEN, True), (f"l0.{part}.b", HIDDEN, True)]
    return found


def _body(random: np.random.Generator, count: int, plain: bool) -> bytes:
    if plain:
        return random.normal(1, 0.1, count).astype("<f4").tobytes()
    scales = random.uniform(0.01, 0.1, count // 32).astype("<f2")
    return quantised(scales, random.integers(0, 16, (count // 32, 32), dtype=np.uint8))


def _vocabulary() -> bytes:
    encoded = [piece.encode() for piece in PIECES]
    offsets = np.cumsum([0, *map(len, encoded)]).astype("<u4")
    scores = -np.arange(len(PIECES)).astype("<f4")
    numbers = struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, int(offsets[-1]))
    return numbers + offsets.tobytes() + scores.tobytes() + b"".join(encoded)
