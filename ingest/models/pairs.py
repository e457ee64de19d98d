"""Question and passage as one row of tokens, and where in the passage each token stands.

Takes a tokenizer of the `tokenizers` library; training and reading use the same rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST_ROW, QUESTION_CHARACTERS = 512, 300
"""Tokens of a row, and characters of a question in it."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a model wants its rows: words in front of question and passage, tokens at most, the id of padding."""

    question: str
    passage: str
    most: int
    padding: int


E5 = Form("query: ", "passage: ", LONGEST_ROW, 1)


@dataclass(frozen=True, slots=True)
class Pair:
    """One row.

    Attributes:
        ids: Token ids, shape (tokens,).
        inside: Which tokens stand in the text and may be an answer, shape (tokens,).
        offsets: Half-open characters of the text for each token inside, else (0, 0); shape (tokens, 2).
        types: 0 for the question, 1 for the passage, shape (tokens,).
    """

    ids: NDArray[np.int64]
    inside: NDArray[np.bool_]
    offsets: NDArray[np.int64]
    types: NDArray[np.int64]


def pair(tokenizer: "Tokenizer", question: str, title: str, text: str) -> Pair:
    """Make the row of a question and a titled text; what is too long is cut at the end."""
    return pairs(tokenizer, question, [(title, text)])[0]


def pairs(tokenizer: "Tokenizer", question: str, passages: Sequence[tuple[str, str]], form: Form = E5) -> list[Pair]:
    """Make the rows of one question with several passages, each a title and a text."""
    heads = [form.passage + (f"{title}\n" if title else "") for title, _ in passages]
    first = f"{form.question}{question[:QUESTION_CHARACTERS]}"
    batch = [(first, head + text) for head, (_, text) in zip(heads, passages, strict=True)]
    rows = []
    for encoded, head in zip(tokenizer.encode_batch(batch), heads, strict=True):
        ids = np.array(encoded.ids[: form.most], np.int64)
        offsets = np.array(encoded.offsets[: form.most], np.int64) - len(head)
        second = np.array([each == 1 for each in encoded.sequence_ids[: form.most]])
        inside = second & (offsets[:, 1] > 0)
        offsets = np.where(inside[:, None], np.maximum(offsets, 0), 0)
        rows.append(Pair(ids, inside, offsets, second.astype(np.int64)))
    return rows


def padded(rows: Sequence[Pair], form: Form = E5) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Give ids, mask and types of several rows, each of shape (n, longest)."""
    longest = max(len(row.ids) for row in rows)
    ids = np.full((len(rows), longest), form.padding, np.int64)
    mask, types = np.zeros_like(ids), np.zeros_like(ids)
    for i, row in enumerate(rows):
        length = len(row.ids)
        ids[i, :length], mask[i, :length], types[i, :length] = row.ids, 1, row.types
    return ids, mask, types
