"""Word vectors: what each word of a text means where it stands, besides the vector of the whole text.

    texts ──tokens──▶ packaged encoder ──layer 8──▶ a vector a word
                                       └──last layer, mean──▶ the vector that embeds the text

The middle layers of such an encoder know best which words of two languages translate one another (Jalili Sabet et al.
2020, "SimAlign"); both come from one pass. Takes the packaged embedder. Importing this module does not import torch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest.models.centring import generic_sentences
from ingest.models.embedding import Embedder, encodable
from ingest.models.pairs import E5

if TYPE_CHECKING:
    from tokenizers import Encoding

LAYER = 8
"""Of twelve. Of the words of NTREX's sentences and their translations 6 and 8 pair most, the last one a third fewer."""

_PREFIX = E5.passage
_WORD_BEGINS = "\u2581"
_SPECIAL = frozenset(["<s>", "</s>"])

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text as the encoder reads it.

    Attributes:
        words: What stands between spaces, stops included.
        vectors: One for each word, shape (words, dimension), of no certain length.
        whole: Of the text, shape (dimension,), of unit length.
    """

    words: tuple[str, ...]
    vectors: Vector
    whole: Vector


class WordReader:
    """Reads texts with the encoder of the packaged embedder; safe to use from several threads."""

    def __init__(self, embedder: Embedder) -> None:
        from tokenizers import Tokenizer

        self._encoder, folder = embedder.encoder()  # type: ignore[attr-defined]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(E5.most)
        self._centres: dict[str, Vector] = {}

    def read(self, texts: Sequence[str]) -> list[ReadText]:
        """Read some texts together."""
        if not texts:
            return []
        encodings = self._tokenizer.encode_batch([_PREFIX + encodable(text) for text in texts])
        middle, last = self._forward(encodings)
        return [_read(encoding, middle[i], last[i]) for i, encoding in enumerate(encodings)]

    def centre(self, language: str) -> Vector:
        """Give where the words of a language lie: the mean of those of its generic sentences, shape (dimension,)."""
        if language not in self._centres:
            read = self.read(generic_sentences("statements", language))
            self._centres[language] = np.concatenate([it.vectors for it in read]).mean(axis=0)
        return self._centres[language]

    def _forward(self, encodings: Sequence["Encoding"]) -> tuple[Vector, Vector]:
        import torch

        longest = max(len(each.ids) for each in encodings)
        ids = torch.full((len(encodings), longest), E5.padding, dtype=torch.long)
        mask = torch.zeros_like(ids)
        for row, each in enumerate(encodings):
            ids[row, : len(each.ids)] = torch.tensor(each.ids)
            mask[row, : len(each.ids)] = 1
        with torch.inference_mode():
            states: Any = self._encoder(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
        return states[LAYER].float().numpy(), states[-1].float().numpy()


def _read(encoding: "Encoding", middle: Vector, last: Vector) -> ReadText:
    words: list[str] = []
    places: list[list[int]] = []
    for place, (token, (_, end)) in enumerate(zip(encoding.tokens, encoding.offsets, strict=True)):
        if token in _SPECIAL or end <= len(_PREFIX):
            continue
        if token.startswith(_WORD_BEGINS) or not words:
            words.append("")
            places.append([])
        words[-1] += token.removeprefix(_WORD_BEGINS)
        places[-1].append(place)
    vectors = [middle[each].mean(axis=0) for each in places] or [middle[:1].mean(axis=0)]
    whole = last[: len(encoding.ids)].mean(axis=0)
    return ReadText(tuple(words) or ("",), np.stack(vectors), whole / max(float(np.linalg.norm(whole)), 1e-6))
