"""Exact stand-ins for the slow parts, and a small corpus to put in front of them."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.settings import CorpusSettings


class WordEmbedder:
    """Each word adds its own fixed vector: equal texts get equal vectors, texts that share words similar ones."""

    def __init__(self, name: str = "packaged", dimension: int = 64) -> None:
        self.name, self.dimension, self.weights = name, dimension, ""
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += texts
        return self.embed_queries(texts)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        sums = [sum((self._word(w) for w in re.findall(r"\w+", text.lower())), self._word("")) for text in texts]
        rows = np.array(sums, np.float32).reshape(len(texts), self.dimension)
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def _word(self, word: str) -> NDArray[np.float64]:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
        return np.random.default_rng(seed).normal(size=self.dimension)


def settings_in(folder: Path, **others: object) -> CorpusSettings:
    """Settings whose corpus and data lie in `folder`."""
    (folder / "articles").mkdir(exist_ok=True)
    given: dict[str, object] = {"articles_dir": folder / "articles", "data_dir": folder / "data"} | others
    return CorpusSettings.model_validate(given)


def write_articles(corpus: Path, numbers: range, version: str = "first") -> None:
    """Files of a few paragraphs each; those of one number and version are always the same."""
    for number in numbers:
        places = ("Bergen", "Tromso", "Hamar", "Bodo", "Molde")
        paragraphs = [
            f"The council of {places[(number + line) % 5]} counted {number * 7 + line} ferries for its {version} "
            "report. "
            f"Inspector {number} will look at quay {line} again before the winter storms of year {number + 1900}. "
            f"Nobody in the harbour office of district {number}-{line} expected the {version} count to be so long."
            for line in range(3)
        ]
        (corpus / f"{number:04}.txt").write_text("\n".join(paragraphs) + "\n", "utf-8")
