"""A large index on one machine: building, memory, disk, questions, recall, new articles, reopening, a briefing.

    python -m tests.benchmarks.bench_million [--passages N] [--questions N] [--corpus DIR] [--keep DIR]

Catalogue, Chroma, files, answerer and briefer are those of the bot. Articles are real sentences of a corpus (the seeds,
or DIR) dealt anew, with some words replaced by rare ones: three sentences a passage, five passages an article, five
years, forty outlets. Embedding a million passages would take a core ten hours, so **the vectors are made**: a real
vector of the same language, moved at random to a story, and from there to a passage. Only questions and what is
embedded at question time are embedded by the model. The thousand new articles come into a folder that another process
watches, with vectors made in the same way: what their embedding takes does not depend on the size of the index, and is
given by `bench_ingest`. Each part runs in a process of its own, so that its peak of memory is its own; seconds are
given as wall time and as processor time. `--keep` leaves the index there; what is there already is not built again.
"""

import argparse
import contextlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.engine import URL

from bot.answers.answer import Question
from bot.answers.answerer import ArticleAnswerer
from bot.briefings.briefer import StoryBriefer
from bot.briefings.briefing import BriefingRequest
from bot.memory import Memory
from ingest.article import Article, Paragraph
from ingest.index import vectors
from ingest.index.index import Index
from ingest.index.index_writer import open_for_writing
from ingest.index.stored import CatalogueEntry
from ingest.models.embedding import Embedder, load_embedder
from ingest.models.qa_model import load_qa_model
from ingest.passages import SPLITTER_VERSION, Passage
from ingest.pipeline import ingest
from ingest.report import IngestReport
from ingest.settings import CorpusSettings
from ingest.sources.folder import FileStamp
from ingest.watching import FolderWatch
from tests.benchmarks.bench_ask import DAYS, FIRST, OUTLETS, _altered, conditioned, questions_of, sentences_of

REPO = Path(__file__).parents[2]
SENTENCES, PASSAGES, STORY = 3, 5, 4
"""Sentences a passage, passages an article, articles a story."""
TO_STORY, TO_PASSAGE = 0.35, 0.25
"""Lengths of the random steps away from a real unit vector: those of one story have a cosine of 0.95."""
BATCH = 400
"""Articles written at once, as many passages as the pipeline writes at once."""
NEW = 1_000
QUIET = 20.0
"""Seconds for which the folder has been watched when new articles come."""
NEAREST, ASKED = 50, 100
PARTS = ("build", "ask", "grow")

Rows = NDArray[np.float32]


class Made:
    """Vectors by language: real ones moved at random. Also an Embedder for the pipeline."""

    def __init__(self, real: Embedder, known: dict[str, list[str]], seed: int) -> None:
        self.name, self.dimension = real.name, real.dimension
        self.weights = getattr(real, "weights", "")
        self._random = np.random.default_rng(seed)
        self._pool = {language: real.embed_passages(own[:200]) for language, own in known.items()}
        self._all = np.concatenate(list(self._pool.values()))

    def story(self, language: str) -> Rows:
        return self._moved(self._random.choice(self._pool[language])[None, :], TO_STORY)

    def passages(self, story: Rows, number: int) -> Rows:
        return self._moved(np.repeat(story, number, axis=0), TO_PASSAGE)

    def embed_passages(self, texts: Sequence[str]) -> Rows:
        return self._moved(self._moved(self._random.choice(self._all, len(texts)), TO_STORY), TO_PASSAGE)

    embed_queries = embed_passages

    def _moved(self, rows: Rows, length: float) -> Rows:
        step = self._random.normal(size=rows.shape)
        moved = rows + length * step / np.linalg.norm(step, axis=1, keepdims=True)
        unit: Rows = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
        return unit


def texts(known: dict[str, list[str]], number: int, seed: int) -> Iterator[tuple[str, int, list[str]]]:
    """Give language, story and paragraphs of so many articles."""
    choose = random.Random(seed)
    language = ""
    for count in range(number):
        if count % STORY == 0:
            language = choose.choice(sorted(known))
        own = known[language]
        yield (
            language,
            count // STORY,
            [
                f"{seed}-{count}-{at}. " + " ".join(_altered(choose.choice(own), own, choose) for _ in range(SENTENCES))
                for at in range(PASSAGES)
            ],
        )


def entry(folder: Path, source: str, language: str, story: int, paragraphs: Sequence[str]) -> CatalogueEntry:
    """Write an article's file, and give it as it is indexed: a passage for each paragraph."""
    path = folder / source
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(paragraphs) + "\n"
    path.write_bytes(text.encode())
    found, start = [], 0
    for at, paragraph in enumerate(paragraphs):
        end = start + len(paragraph)
        found.append(
            Passage(source, at, language, "", paragraph, start, end, at + 1, at + 1, _offsets(paragraph, start))
        )
        start = end + 1
    article = Article(
        source, text, "utf-8", sha256(text.encode()).hexdigest(), paragraphs[0][:80], language,
        tuple(Paragraph(it.start, it.end) for it in found), f"Outlet {story % OUTLETS}",
        FIRST + timedelta(days=story * 7 % DAYS),
    )  # fmt: skip
    stat = path.stat()
    stamp = FileStamp(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
    return CatalogueEntry(article, tuple(found), stamp, SPLITTER_VERSION)


def _offsets(paragraph: str, start: int) -> tuple[tuple[int, int], ...]:
    """Sentences, near enough: cut behind full stops."""
    ends = [at + 1 for at, sign in enumerate(paragraph[:-1]) if sign in ".!?。؟" and paragraph[at + 1] == " "]
    return tuple(
        (start + begin, start + end)
        for begin, end in zip([0, *(end + 1 for end in ends)], [*ends, len(paragraph)], strict=True)
        if end > begin
    )


def build(settings: CorpusSettings, known: dict[str, list[str]], passages: int) -> dict[str, object]:
    """Fill an empty index through the writer of the pipeline."""
    made, began, used, written = Made(_embedder(settings), known, 0), time.perf_counter(), time.process_time(), 0
    with open_for_writing(settings, rebuild=False) as (catalogue, vector_sync):
        catalogue.set_model(made.name, made.dimension, made.weights)
        catalogue.set_corpus(settings.articles_dir.resolve())
        batch: list[CatalogueEntry] = []
        new: dict[str, dict[str, Rows]] = {}
        story, centre = -1, np.zeros((1, made.dimension), np.float32)
        for number, (language, its, paragraphs) in enumerate(texts(known, passages // PASSAGES, 1)):
            if its != story:
                story, centre = its, made.story(language)
            batch.append(
                entry(settings.articles_dir, f"{number // 1000:03}/{number:07}.txt", language, story, paragraphs)
            )
            rows = made.passages(centre, PASSAGES)
            new.setdefault(language, {}).update(
                {passage.key: row for passage, row in zip(batch[-1].passages, rows, strict=True)}
            )
            if len(batch) == BATCH:
                vector_sync.switch(batch, [], new)
                written, batch, new = written + len(batch) * PASSAGES, [], {}
                if written % 50_000 == 0:
                    print(f"{written:,} after {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
        vector_sync.switch(batch, [], new)
        # As if they had come in day by day, the last ones yesterday: briefings look at what came in lately.
        catalogue.connection.execute(
            "UPDATE article SET first_ingested = 1000000 * unixepoch('now', ? || ' days', "
            "(julianday(published) - julianday(?)) || ' days')",
            (-DAYS, FIRST.isoformat()),
        )
        catalogue_written = _spent(began, used)
    return {
        "catalogue": catalogue_written,
        "with_chroma": _spent(began, used),
        "peak_mb": _peak(),
        "disk_mb": _disk(settings.data_dir / "index"),
    }


def ask(settings: CorpusSettings, asked: int) -> dict[str, object]:
    """Open the index and ask, with and without conditions; count how many of the exactly nearest are found."""
    embedder = _embedder(settings)
    reader = load_qa_model("packaged", embedder)
    before = _now()
    with contextlib.closing(Index(settings)) as index:
        answerer = ArticleAnswerer(index, embedder, qa_model=reader)
        began, used = time.perf_counter(), time.process_time()
        answerer.answer(Question("When does the ferry go?"))
        opened = _spent(began, used)
        wall, processor = [], []
        for text in questions_of(settings.articles_dir, asked):
            began, used = time.perf_counter(), time.process_time()
            answerer.answer(Question(text))
            wall.append(time.perf_counter() - began)
            processor.append(time.process_time() - used)
        figures: dict[str, object] = {
            "opening_and_first_question": opened,
            "ms_p50_p95": _percentiles(wall),
            "processor_ms_p50_p95": _percentiles(processor),
            "memory_mb": {"model": before, "index": _now() - before, "peak": _peak()},
            f"recall@{NEAREST}": round(recall(index), 4),
        }
    conditioned(settings, embedder, questions_of(settings.articles_dir, max(10, asked // 4)))
    return figures


def recall(index: Index) -> float:
    """Share of the exactly nearest passages of each language that are found; questions are passages moved at random."""
    chance, found, of = np.random.default_rng(5), 0, 0
    connection = index.read()
    for language, count in vectors.counts(connection).items():
        rows = connection.execute("SELECT key, vector FROM vector WHERE language = ?", (language,)).fetchall()
        matrix = np.frombuffer(b"".join(row[1] for row in rows), np.float32).reshape(count, -1)
        for at in chance.choice(count, min(count, ASKED // 4), replace=False):
            step = chance.normal(size=matrix.shape[1])
            question = (matrix[at] + 0.3 * step / np.linalg.norm(step)).astype(np.float32)
            question /= np.linalg.norm(question)
            exact = {rows[place][0] for place in np.argpartition(-(matrix @ question), NEAREST)[:NEAREST]}
            near = {stored.passage.key for stored, _ in index.nearest(question, NEAREST)}
            found, of = found + len(exact & near), of + NEAREST
    return found / of


def grow(settings: CorpusSettings, known: dict[str, list[str]]) -> dict[str, object]:
    """Keep the index open while another process watches the folder; have articles come, ask for one, brief on all."""
    embedder = _embedder(settings)
    with contextlib.closing(Index(settings)) as index:
        index.nearest(embedder.embed_queries(["ferry"])[0], 3)
        command = _command("watch", settings, 0, 0)
        with subprocess.Popen(command, cwd=REPO, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdin
            assert other.stdout
            looked = json.loads(other.stdout.readline())
            time.sleep(QUIET)
            since, began = datetime.now(UTC), time.perf_counter()
            first, last, paragraphs = _write_new(settings, known)
            written = time.perf_counter()
            seen = {"written": written - began}
            for name, source in (("first_seen", first), ("all_seen", last)):
                while index.article(source) is None and other.poll() is None:
                    time.sleep(0.05)
                seen[name] = time.perf_counter() - began
            began, used = time.perf_counter(), time.process_time()
            found = index.nearest(embedder.embed_queries([paragraphs[0]])[0], 3)
            reopened = _spent(began, used)
            assert last in {stored.article.source for stored, _ in found} or index.article(last)
            other.stdin.close()
            told = json.loads(other.stdout.readline())
        told |= {name: round(seconds, 1) for name, seconds in seen.items()}
        memory = Memory(URL.create("sqlite", database=str(settings.data_dir / "kilde.db")))
        began, used = time.perf_counter(), time.process_time()
        made = StoryBriefer(index, embedder, memory.stories).brief(
            BriefingRequest("", since, datetime.now(UTC) + timedelta(hours=1), language="en")
        )
        briefed = _spent(began, used) | {"entries": len(made.entries)}
        memory.close()
    grown = {"first_look": looked, "new_articles": told, "reopening_and_one_question": reopened, "briefing": briefed}
    return grown | {"peak_mb": _peak()}


def _write_new(settings: CorpusSettings, known: dict[str, list[str]]) -> tuple[str, str, list[str]]:
    """Write new articles; gives the first and the last of their sources, and the paragraphs of the last."""
    folder, sources, paragraphs = f"new-{len(_new_folders(settings)):03}", [], [""]
    for number, (_, story, paragraphs) in enumerate(texts(known, NEW, 100 + len(_new_folders(settings)))):
        sources.append(f"{folder}/{number:04}.txt")
        path = settings.articles_dir / sources[-1]
        path.parent.mkdir(exist_ok=True)
        body = "\n".join(paragraphs)
        path.write_text(f"---\ndate: 2026-06-01\noutlet: Outlet {story % OUTLETS}\n---\n\n{body}\n", "utf-8")
    return sources[0], sources[-1], paragraphs


def _new_folders(settings: CorpusSettings) -> list[Path]:
    return [path for path in settings.articles_dir.glob("new-*") if (path / f"{NEW - 1:04}.txt").exists()]


def watch(settings: CorpusSettings, known: dict[str, list[str]]) -> dict[str, object]:
    """Watch the folder until standard input ends; says what the first look took as soon as that is over."""
    made = Made(_embedder(settings), known, 2)
    began, used, looked = time.perf_counter(), time.process_time(), threading.Event()

    def bring(**how: Any) -> IngestReport:
        report = ingest(settings, lambda: made, **how)
        looked.set()
        return report

    watched = FolderWatch(settings, bring, lambda _: None)
    thread = threading.Thread(target=watched.run, daemon=True)
    thread.start()
    looked.wait()
    print(json.dumps(_spent(began, used)), flush=True)
    used = time.process_time()
    sys.stdin.read()
    told: dict[str, object] = {"processor": round(time.process_time() - used, 1), "peak_mb": _peak()}
    watched.stop()
    thread.join()
    return told


def _embedder(settings: CorpusSettings) -> Embedder:
    return load_embedder("packaged", settings.data_dir)


def _spent(began: float, used: float) -> dict[str, object]:
    return {"seconds": round(time.perf_counter() - began, 2), "processor": round(time.process_time() - used, 2)}


def _percentiles(seconds: Sequence[float]) -> list[float]:
    return [round(1_000 * float(np.percentile(seconds, percentile)), 1) for percentile in (50, 95)]


def _peak() -> int:
    """Megabytes of this process at most so far (Linux)."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _now() -> int:
    """Megabytes of this process now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return round(pages * resource.getpagesize() / 1024**2)


def _disk(folder: Path) -> dict[str, int]:
    found: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            kind = "chroma" if any(part.startswith("chroma-") for part in path.parts) else "catalogue"
            found[kind] = found.get(kind, 0) + path.stat().st_size
    return {kind: round(size / 1024**2) for kind, size in found.items()}


def _command(part: str, settings: CorpusSettings, passages: int, questions: int) -> list[str]:
    """Give what runs one part in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_million", "--part", part, "--keep"]
    return [*command, str(settings.articles_dir.parent), "--passages", str(passages), "--questions", str(questions)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=ASKED)
    parser.add_argument("--corpus", type=Path, default=REPO / "seeds", help="articles whose sentences are dealt anew")
    parser.add_argument("--keep", type=Path, help="folder for articles and index")
    parser.add_argument("--part", choices=[*PARTS, "watch"], help="only this, in this process")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder = (given.keep or Path(scratch)).resolve()
        (folder / "articles").mkdir(parents=True, exist_ok=True)
        settings = CorpusSettings(articles_dir=folder / "articles", data_dir=folder / "data")
        parts: dict[str, Callable[[], dict[str, object]]] = {
            "build": lambda: build(settings, sentences_of(given.corpus), given.passages),
            "ask": lambda: ask(settings, given.questions),
            "grow": lambda: grow(settings, sentences_of(given.corpus)),
            "watch": lambda: watch(settings, sentences_of(given.corpus)),
        }
        if given.part:
            print(json.dumps({"part": given.part, "passages": given.passages} | parts[given.part]()), flush=True)
            return
        for part in PARTS:
            if part != "build" or not (settings.data_dir / "index").exists():
                subprocess.run(_command(part, settings, given.passages, given.questions), check=True, cwd=REPO)


if __name__ == "__main__":
    main()
