"""Finding the nearest passages among many: recall against exact search, time per question, time to reopen.

    python -m tests.benchmarks.bench_nearest [PASSAGES]

Vectors are made to lie as those of e5 do: near a mean per language (two texts have a cosine of about 0.8, in different
languages 0.7), in clusters of stories, along some hundred directions. Questions are passages moved away at random.
"""

import contextlib
import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.article import Article
from ingest.index import editions
from ingest.index.catalogue_writer import CatalogueWriter
from ingest.index.index import Index
from ingest.index.stored import CatalogueEntry
from ingest.index.vector_sync import VectorSync
from ingest.passages import SPLITTER_VERSION, Passage
from ingest.settings import CorpusSettings
from ingest.sources.folder import FileStamp

DIMENSION, DIRECTIONS, STORY = 384, 100, 25
LANGUAGES = ("ar", "en")
NEAREST = 50
QUESTIONS = 300


def vectors_like_e5(count: int, seed: int) -> NDArray[np.float32]:
    """Unit rows of shape (count, DIMENSION)."""
    random = np.random.default_rng(seed)
    shared = np.random.default_rng(99).normal(size=DIMENSION)
    mean = shared + 0.35 * random.normal(size=DIMENSION)
    mean /= np.linalg.norm(mean)
    plane = random.normal(size=(DIRECTIONS, DIMENSION)) / np.sqrt(DIMENSION)
    spread = 1 / np.sqrt(np.arange(1, DIRECTIONS + 1))
    stories = random.normal(size=(count // STORY + 1, DIRECTIONS))
    own = stories[random.integers(0, len(stories), count)] * 0.7 + random.normal(size=(count, DIRECTIONS)) * 0.7
    rest = own * spread @ plane
    rows = mean + 0.5 * rest / np.linalg.norm(rest, axis=1, keepdims=True)
    rows += random.normal(size=rows.shape) * 0.005
    unit: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def fill(settings: CorpusSettings, vectors: dict[str, NDArray[np.float32]]) -> float:
    """Write passages under vectors of our making; returns seconds."""
    index = editions.folder(settings.data_dir)
    edition = index / "edition-1"
    start = time.perf_counter()
    with contextlib.closing(CatalogueWriter.create(edition, "packaged", None)) as catalogue:
        catalogue.set_model("packaged", DIMENSION)
        vector_sync = VectorSync(catalogue, edition, None)
        for language, rows in vectors.items():
            for at in range(0, len(rows), 2_000):
                _switch(vector_sync, language, at, rows[at : at + 2_000])
    editions.publish(edition)
    return time.perf_counter() - start


def _switch(vector_sync: VectorSync, language: str, at: int, rows: NDArray[np.float32]) -> None:
    source = f"{language}-{at:06}.txt"
    texts = [f"Passage {at + number} of {language}." for number in range(len(rows))]
    passages = tuple(
        Passage(source, number, language, "", text, 0, len(text), 1, 1, ((0, len(text)),))
        for number, text in enumerate(texts)
    )
    article = Article(source, "", "utf-8", source, source, language, ())
    found = dict(zip((passage.key for passage in passages), rows, strict=True))
    vector_sync.switch([CatalogueEntry(article, passages, FileStamp(0, 0), SPLITTER_VERSION)], [], {language: found})


def recall(index: Index, vectors: dict[str, NDArray[np.float32]], questions: NDArray[np.float32]) -> float:
    """Share of the exact nearest that are found, over all languages."""
    found = 0
    for question in questions:
        texts = {stored.passage.text for stored, _ in index.nearest(question, NEAREST)}
        for language, rows in vectors.items():
            exact = np.argpartition(-(rows @ question), NEAREST)[:NEAREST]
            found += sum(f"Passage {number} of {language}." in texts for number in exact)
    return found / (len(questions) * len(vectors) * NEAREST)


def own(index: Index, rows: NDArray[np.float32], language: str) -> int:
    """How many of a sample of passages are not found by their own vector."""
    sample = np.random.default_rng(1).choice(len(rows), min(2_000, len(rows)), replace=False)
    texts = ({stored.passage.text for stored, _ in index.nearest(rows[number], 3)} for number in sample)
    return sum(f"Passage {number} of {language}." not in found for number, found in zip(sample, texts, strict=True))


def main(count: int = 50_000) -> None:
    """Print the figures as one JSON object."""
    vectors = {language: vectors_like_e5(count // 2, seed) for seed, language in enumerate(LANGUAGES)}
    random = np.random.default_rng(9)
    questions = np.concatenate([rows[random.choice(len(rows), QUESTIONS // 2)] for rows in vectors.values()])
    questions = questions + random.normal(size=questions.shape).astype(np.float32) * 0.02
    questions /= np.linalg.norm(questions, axis=1, keepdims=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = CorpusSettings(articles_dir=Path(folder), data_dir=Path(folder, "data"))
        figures: dict[str, float] = {"passages": count, "fill_seconds": round(fill(settings, vectors), 1)}
        index = Index(settings)
        figures |= {
            "recall": round(recall(index, vectors, questions), 4),
            "own_not_found": own(index, vectors["ar"], "ar"),
        }
        laps = []
        for question in questions:
            start = time.perf_counter()
            index.nearest(question, NEAREST)
            laps.append(1_000 * (time.perf_counter() - start))
        figures |= {
            "p50_ms": round(float(np.percentile(laps, 50)), 1),
            "p95_ms": round(float(np.percentile(laps, 95)), 1),
        }
        with contextlib.closing(CatalogueWriter.open(settings.data_dir / "index/edition-1")) as catalogue:
            catalogue.outlive(catalogue.generation())
        start = time.perf_counter()
        index.refresh()
        figures["reopen_seconds"] = round(time.perf_counter() - start, 2)
        index.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
