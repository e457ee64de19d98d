"""A run with nothing to do over 10,000 files, against reading and hashing all of them, each as a process of its own.

    python -m tests.benchmarks.bench_nothing_to_do [FILES]

The catalogue is filled with articles of few passages whose vectors are random: a run with nothing to do looks at none.
"""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from ingest.article import Article
from ingest.cleaning import STORY_KEYS, ShortLines
from ingest.index import editions
from ingest.index.catalogue_writer import CatalogueWriter
from ingest.index.stored import CatalogueEntry
from ingest.index.vector_store import StorePlace, look
from ingest.passages import SPLITTER_VERSION, Passage
from ingest.sources.folder import scan

PASSAGES = 2
DIMENSION = 384
ROUNDS = 5
REPO = Path(__file__).parents[2]

HASH_EVERYTHING = """
import hashlib, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.txt")):
    hashlib.sha256(path.read_bytes()).hexdigest()
"""


def prepare(corpus: Path, data_dir: Path, files: int) -> None:
    """Fill a folder with articles of about 4 kB, and an index that knows them all."""
    for number in range(files):
        path = corpus / f"{number // 500:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{_sentence(number, line)}\n" for line in range(40)), "utf-8")
    for path in corpus.glob("*.txt"):
        path.unlink()
    time.sleep(0.1)  # or the newest times would not be trusted
    edition = editions.folder(data_dir) / "edition-1"
    with contextlib.closing(CatalogueWriter.create(edition, "packaged", None)) as catalogue:
        catalogue.set_model("packaged", DIMENSION)
        entries = [_entry(corpus, source, stamp) for source, stamp in scan(corpus, frozenset({".txt"})).files.items()]
        for start in range(0, len(entries), 500):
            _switch(catalogue, entries[start : start + 500])
        place = StorePlace(edition, catalogue.state().store)
        place.folder.mkdir()
        catalogue.set_files(look(place))
        catalogue.mark_written(behind=False)
    editions.publish(edition)


def _sentence(number: int, line: int) -> str:
    return f"Quay {line} of harbour {number} was counted by its inspector {number * line} before winter."


def _entry(corpus: Path, source: str, stamp: object) -> CatalogueEntry:
    data = (corpus / source).read_bytes()
    text = data.decode()
    article = Article(source, text, "utf-8", hashlib.sha256(data).hexdigest(), text[:60], "en", ())
    passages, start = [], 0
    for ordinal, line in enumerate(text.splitlines(keepends=True)[:PASSAGES]):
        end = start + len(line.rstrip())
        place = (start, end, ordinal + 1, ordinal + 1, ((start, end),))
        passages.append(Passage(source, ordinal, "en", "", text[start:end], *place))
        start += len(line)
    counted = ShortLines(frozenset({f"by reporter {source}"}), "", (hash(source) >> 1,) * STORY_KEYS)
    return CatalogueEntry(article, tuple(passages), stamp, SPLITTER_VERSION, counted)  # type: ignore[arg-type]


def _switch(catalogue: CatalogueWriter, entries: list[CatalogueEntry]) -> None:
    keys = [passage.key for entry in entries for passage in entry.passages]
    rows = np.random.default_rng(0).normal(size=(len(keys), DIMENSION)).astype(np.float32)
    catalogue.switch(entries, [], {"en": dict(zip(keys, rows, strict=True))})


def _seconds(*command: str, **variables: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *command], check=True, env=os.environ | variables, cwd=REPO, capture_output=True)
    return time.perf_counter() - start


def main(files: int = 10_000) -> None:
    """Print the best of some rounds of each, taken in turns."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, data = Path(folder, "articles"), Path(folder, "data")
        prepare(corpus, data, files)
        nothing, everything = [], []
        for _ in range(ROUNDS):
            nothing.append(_seconds("-m", "ingest", "-q", ARTICLES_DIR=str(corpus), DATA_DIR=str(data)))
            everything.append(_seconds("-c", HASH_EVERYTHING, str(corpus)))
        figures = {
            "files": files,
            "nothing_to_do_seconds": round(min(nothing), 3),
            "hash_everything_seconds": round(min(everything), 3),
            "ratio": round(min(nothing) / min(everything), 2),
        }
        print(json.dumps(figures))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
