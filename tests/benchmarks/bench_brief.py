"""A briefing over 10,000 new articles: how long it takes beyond their ingestion, and how much memory.

    python -m tests.benchmarks.bench_brief [--articles N …] [--keep DIR]

The index, the story book and the briefer are those of the bot. Articles are real sentences of the seeds, dealt anew
as in `bench_ask`, in stories of one to six articles. Their vectors are random: the passages of an article lie about
its story, those of a story about one of some hundred subjects, so that many articles are alike without being one
story. Only sentences that a briefing looks at are embedded by the model. Each number of articles runs in a process of
its own, so that the peak of its memory is its own; the baseline is the same process with the model loaded and the index
open, before anything is briefed.
"""

import argparse
import contextlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.engine import URL

from bot.briefings.briefer import StoryBriefer
from bot.briefings.briefing import BriefingRequest
from bot.memory import Memory
from ingest.article import Article, Paragraph
from ingest.index.index import Index
from ingest.index.index_writer import open_for_writing
from ingest.index.stored import CatalogueEntry
from ingest.models.embedding import Embedder, load_embedder
from ingest.passages import SPLITTER_VERSION, split
from ingest.settings import CorpusSettings
from ingest.sources.folder import FileStamp
from tests.benchmarks.bench_ask import sentences_of

REPO = Path(__file__).parents[2]
LANGUAGES = ("ar", "de", "en", "es", "nb", "ru")
SUBJECTS, SENTENCES, BATCH = 100, 20, 1_000
TOLD = np.array([1, 1, 1, 2, 2, 3, 4, 6])
"""How many articles tell a story; each is as likely."""
TRUTH = "stories.txt"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class World:
    """Vectors of passages: a language, a subject, a story and an article each add their own direction."""

    def __init__(self, dimension: int) -> None:
        self._random, self._dimension = np.random.default_rng(0), dimension
        self._languages = {language: self._direction() for language in LANGUAGES}
        self._subjects = [self._direction() for _ in range(SUBJECTS)]

    def story(self, number: int) -> NDArray[np.float64]:
        return 0.5 * self._subjects[number % SUBJECTS] + 0.9 * self._direction()

    def passage(self, language: str, story: NDArray[np.float64]) -> NDArray[np.float32]:
        row = 3.0 * self._languages[language] + story + 0.9 * self._direction()
        unit: NDArray[np.float32] = (row / np.linalg.norm(row)).astype(np.float32)
        return unit

    def _direction(self) -> NDArray[np.float64]:
        row = self._random.normal(size=self._dimension)
        return np.asarray(row / np.linalg.norm(row), np.float64)


def articles(known: dict[str, list[str]], number: int) -> Iterator[tuple[Article, int]]:
    """Articles with the number of their story, over two weeks."""
    choose, story, written = random.Random(1), 0, 0
    while written < number:
        for _ in range(min(int(choose.choice(TOLD.tolist())), number - written)):
            language = choose.choice(LANGUAGES)
            lines = [choose.choice(known[language]) for _ in range(SENTENCES)]
            lines[0] = f"{written}: {lines[0]}"
            yield _article(f"{written // 500:03}/{written:06}.txt", language, lines, story), story
            written += 1
        story += 1


def _article(source: str, language: str, lines: Sequence[str], story: int) -> Article:
    text = "\n".join(lines) + "\n"
    paragraphs, start = [], 0
    for line in lines:
        paragraphs.append(Paragraph(start, start + len(line)))
        start += len(line) + 1
    published = date(2026, 6, 1) + timedelta(days=story % 14)
    content_hash = sha256(text.encode()).hexdigest()
    return Article(
        source, text, "utf-8", content_hash, lines[0][:80], language, tuple(paragraphs), f"Outlet {len(text) % 40}",
        published,
    )  # fmt: skip


def fill(settings: CorpusSettings, known: dict[str, list[str]], embedder: Embedder, number: int) -> None:
    """Put the articles straight into a real index, with their files."""
    world, current = World(embedder.dimension), (-1, np.zeros(embedder.dimension))
    with open_for_writing(settings, rebuild=False) as (catalogue, vector_sync):
        catalogue.set_model(embedder.name, embedder.dimension)
        catalogue.set_corpus(settings.articles_dir)
        batch: list[CatalogueEntry] = []
        new: dict[str, dict[str, NDArray[np.float32]]] = {}
        for article, story in articles(known, number):
            if story != current[0]:
                current = (story, world.story(story))
            path = settings.articles_dir / article.source
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(article.text.encode())
            passages = split(article)
            batch.append(CatalogueEntry(article, passages, FileStamp(len(article.text), 0), SPLITTER_VERSION))
            for passage in passages:
                new.setdefault(passage.language, {})[passage.key] = world.passage(article.language, current[1])
            if len(batch) == BATCH:
                vector_sync.switch(batch, [], new)
                batch, new = [], {}
        vector_sync.switch(batch, [], new)
    (settings.data_dir / TRUTH).write_text(str(story + 1), "utf-8")


def _switch(
    catalogue: object, vector_sync: object, batch: list[CatalogueEntry], new: dict[str, dict[str, NDArray[np.float32]]]
) -> None:
    known = {row[0] for row in catalogue.connection.execute("SELECT key FROM vector")}  # type: ignore[attr-defined]
    fresh = {language: {key: row for key, row in of.items() if key not in known} for language, of in new.items()}
    vector_sync.switch(batch, [], fresh)  # type: ignore[attr-defined]


def brief(folder: Path, number: int) -> None:
    """Brief once on everything, once more on nothing new, once about a subject; print what it took."""
    settings = CorpusSettings(articles_dir=folder / "articles", data_dir=folder / "data")
    embedder = load_embedder("packaged", REPO / ".data")
    embedder.embed_passages(["warm"])
    database = folder / "kilde.db"
    database.unlink(missing_ok=True)
    memory = Memory(URL.create("sqlite", database=str(database)))
    with contextlib.closing(Index(settings)) as index:
        briefer = StoryBriefer(index, embedder, memory.stories)
        before = _peak()
        figures: dict[str, object] = {"measured": "a briefing", "articles": number}
        for name, subject, since in (
            ("everything new", "", LONG_AGO),
            ("nothing new", "", datetime.now(UTC) + timedelta(hours=1)),
            ("a subject", "ferries", LONG_AGO),
        ):
            began, used = time.perf_counter(), time.process_time()
            made = briefer.brief(BriefingRequest(subject, since, datetime.now(UTC) + timedelta(hours=2), language="en"))
            seconds, processor = time.perf_counter() - began, time.process_time() - used
            figures[name] = {
                "seconds": round(seconds, 2),
                "processor": round(processor, 2),
                "entries": len(made.entries),
            }
        figures |= {
            "stories": len({it.story for it in memory.stories.read(0)[0]}),
            "true_stories": int((settings.data_dir / TRUTH).read_text("utf-8")),
            "peak_mb": _peak(),
            "baseline": "model loaded, index open",
            "baseline_mb": before,
        }
    memory.close()
    print(json.dumps(figures), flush=True)


def _peak() -> int:
    """Megabytes of this process at most so far."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(used / (1024 if sys.platform != "darwin" else 1024**2))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--keep", type=Path, help="folder for articles and index")
    parser.add_argument("--only-brief", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only_brief:
        brief(given.keep, given.articles[0])
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        for number in given.articles:
            folder = (given.keep or Path(scratch)) / str(number)
            (folder / "articles").mkdir(parents=True, exist_ok=True)
            settings = CorpusSettings(articles_dir=folder / "articles", data_dir=folder / "data")
            if not (settings.data_dir / "index").exists():
                fill(settings, sentences_of(REPO / "seeds"), load_embedder("packaged", REPO / ".data"), number)
            arguments = ["--only-brief", "--articles", str(number), "--keep", str(folder)]
            subprocess.run([sys.executable, "-m", __spec__.name, *arguments], check=True)


if __name__ == "__main__":
    main()
