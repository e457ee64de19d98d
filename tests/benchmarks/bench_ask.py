"""Question to answer without a language model, at 1,000 and at 50,000 passages, and where the time goes.

    python -m tests.benchmarks.bench_ask [--corpus DIR] [--passages N …] [--questions N] [--keep DIR] [--reranker MODEL]
                                         [--dated]

The answerer, the model, Chroma, catalogue and files are those of the bot. Articles are made by dealing the sentences of
a corpus (the seeds, or DIR) anew, with some words replaced by rare ones, and come in through the real pipeline. Only
the first thousand or so passages are embedded by the model: the vectors of the bulk are real ones of the same language,
moved at random, which changes neither what is searched nor what is read at question time. The baseline, measured in
turns with the answers, is the embedding of the question alone. `--keep` leaves the index there for the next run.
With `--dated` the articles bear days of five years and one of forty outlets, and every question is asked again under a
condition: two years, a month, before a day, an outlet in turn.
"""

import argparse
import contextlib
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answers import answerer as answering
from bot.answers import extractive, qa_extractor, quoting, retrieval
from bot.answers.answer import Question
from ingest.index import lexicon
from ingest.index.conditions import EVERYTHING, Conditions
from ingest.index.index import Index
from ingest.models import qa_model
from ingest.models.embedding import Embedder, load_embedder
from ingest.models.reranker import Reranker, load_reranker
from ingest.pipeline import ingest
from ingest.readers import SUFFIXES, read_article
from ingest.settings import CorpusSettings
from ingest.text.languages import identify
from ingest.text.sentences import sentences

REPO = Path(__file__).parents[2]
REALLY_EMBEDDED = 1_000
SENTENCES = 24
RARE = 8
"""One word in so many is replaced by a rare one, so that a small corpus has a long tail of words as well."""

FIRST, DAYS, OUTLETS = date(2021, 1, 1), 1_826, 40
"""Days and outlets of dated articles."""

MOVED = 0.35
"""Length of the random step away from a real unit vector: two such vectors have a cosine of about 0.9, as two e5
passages on like matters have."""

STAGES: tuple[tuple[Any, str, str], ...] = (
    (retrieval.Retrieval, "ask", "embed the question"),
    (Index, "refresh", "refresh"),
    (Index, "nearest", "compare vectors"),
    (Index, "passages", "read passages"),
    (Index, "vectors", "read vectors"),
    (lexicon, "weigh", "lexicon: weigh"),
    (lexicon, "candidates", "lexicon: candidates"),
    (lexicon, "scores", "lexicon: score"),
    (retrieval, "without_copies", "leave out copies"),
    (retrieval.Retrieval, "_rerank", "rerank"),
    (extractive.Extractor, "_embed", "embed sentences"),
    (qa_extractor.QAExtractor, "candidates", "weigh sentences"),
    (qa_model._Reader, "read", "read passages"),
    (quoting, "choose", "choose sentences"),
    (Index, "article_text", "read the file"),
    (quoting, "standing", "check the quote"),
)


@dataclass
class Stopwatch:
    """Seconds per stage, without those of the stages within it."""

    spent: dict[str, float] = field(default_factory=dict)
    within: list[float] = field(default_factory=lambda: [0.0])

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def measured(*arguments: Any, **named: Any) -> Any:
            began = time.perf_counter()
            self.within.append(0.0)
            try:
                return work(*arguments, **named)
            finally:
                whole = time.perf_counter() - began
                self.spent[stage] = self.spent.get(stage, 0.0) + whole - self.within.pop()
                self.within[-1] += whole

        return measured

    @contextlib.contextmanager
    def attached(self) -> Iterator[None]:
        """Measure the stages of the real code while the block runs."""
        before = [(owner, name, getattr(owner, name)) for owner, name, _ in STAGES]
        for owner, name, stage in STAGES:
            setattr(owner, name, self.timed(stage, getattr(owner, name)))
        try:
            yield
        finally:
            for owner, name, work in before:
                setattr(owner, name, work)


class Moved:
    """An Embedder for the bulk: a real vector of the text's language, moved at random."""

    def __init__(self, real: Embedder, texts: Sequence[str]) -> None:
        self.name, self.dimension = real.name, real.dimension
        self._random = np.random.default_rng(0)
        pool: dict[str, list[NDArray[np.float32]]] = {}
        for text, vector in zip(texts, real.embed_passages(texts), strict=True):
            pool.setdefault(identify(text), []).append(vector)
        self._pool = {language: np.stack(rows) for language, rows in pool.items()}
        self._all = np.concatenate(list(self._pool.values()))

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.stack([self._random.choice(self._pool.get(identify(text), self._all)) for text in texts])
        step = self._random.normal(size=rows.shape)
        rows = rows + MOVED * step / np.linalg.norm(step, axis=1, keepdims=True)
        unit: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return unit

    embed_queries = embed_passages


def sentences_of(corpus: Path) -> dict[str, list[str]]:
    """The corpus's sentences of four words and more, by language."""
    found: dict[str, list[str]] = {}
    for path in sorted(corpus.rglob("*")):
        if path.suffix in SUFFIXES:
            article = read_article(corpus, path.relative_to(corpus).as_posix())
            for start, end in sentences(article.text, article.language):
                text = " ".join(article.text[start:end].split())
                if len(text.split()) >= 4:
                    found.setdefault(article.language, []).append(text)
    return found


def deal(known: dict[str, list[str]], folder: Path, characters: int, seed: int, *, dated: bool = False) -> None:
    """Write articles of new combinations until there are so many characters."""
    choose = random.Random(seed)
    written = number = 0
    while written < characters:
        own = known[choose.choice(sorted(known))]
        paragraphs = [
            " ".join(_altered(choose.choice(own), own, choose) for _ in range(3)) for _ in range(SENTENCES // 3)
        ]
        text = "\n".join(paragraphs) + "\n"
        if dated:
            day = FIRST + timedelta(days=choose.randrange(DAYS))
            text = f"---\ndate: {day}\noutlet: Outlet {choose.randrange(OUTLETS)}\n---\n\n{text}"
        path = folder / f"{seed}-{number // 500:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        written, number = written + len(text), number + 1


def _altered(sentence: str, own: list[str], choose: random.Random) -> str:
    words = sentence.split()
    for at in range(1, len(words) - 1):
        if choose.randrange(RARE) == 0 and words[at].isalpha():
            other = choose.choice(choose.choice(own).split()).strip(".,;:!?«»„“”\"'()،؟")
            words[at] = words[at][: (len(words[at]) + 1) // 2] + other[len(other) // 2 :]
    return " ".join(words)


def questions_of(folder: Path, number: int, seed: int = 3) -> list[str]:
    """Five to nine words in a row out of as many articles as questions are wanted."""
    choose = random.Random(seed)
    texts = [path.read_text("utf-8") for path in choose.sample(sorted(folder.rglob("*.txt")), k=number)]
    asked = []
    for text in texts:
        words, length = text.split(), choose.randint(5, 9)
        start = choose.randrange(len(words) - length)
        asked.append(" ".join(words[start : start + length]).rstrip(".,;:") + "?")
    return asked


def fill(
    settings: CorpusSettings, known: dict[str, list[str]], embedder: Embedder, passages: int, *, dated: bool = False
) -> int:
    """Bring the index to about so many passages; only the first are embedded by the model."""
    present = _passages(settings)
    if not present:
        deal(known, settings.articles_dir, 400 * min(passages, REALLY_EMBEDDED), 1, dated=dated)
        present = ingest(settings, lambda: embedder).passages
    if passages > present * 1.05:
        deal(known, settings.articles_dir, 400 * (passages - present), 2, dated=dated)
        ingest(settings, lambda: Moved(embedder, [text for own in known.values() for text in own[:300]]))
    return _passages(settings)


def _passages(settings: CorpusSettings) -> int:
    if not (settings.data_dir / "index" / "current").exists():
        return 0
    with contextlib.closing(Index(settings)) as index:
        return sum(count for _, count in index.language_sums().values())


def measure(
    settings: CorpusSettings, embedder: Embedder, asked: Sequence[str], reranker: Reranker | None = None
) -> None:
    """Print percentiles, their ratio to the baseline, and the stages of all questions and of the slowest."""
    with contextlib.closing(Index(settings)) as index:
        reader = qa_model.load_qa_model("packaged", embedder)
        answerer = answering.ArticleAnswerer(index, embedder, reranker=reranker, qa_model=reader)
        passages = sum(count for _, count in index.language_sums().values())
        languages = len(index.language_sums())
        for text in asked[:5]:
            answerer.answer(Question(text))  # means of languages, files of the catalogue
        baseline, whole, processor, stages, answered = [], [], [], [], 0
        for text in asked[5:]:
            began = time.perf_counter()
            embedder.embed_queries([text])
            baseline.append(time.perf_counter() - began)
            watch = Stopwatch()
            with watch.attached():
                began, used = time.perf_counter(), time.process_time()
                answered += not answerer.answer(Question(text)).abstained
                whole.append(time.perf_counter() - began)
                processor.append(time.process_time() - used)
            stages.append(watch.spent)
    figures = {
        "measured": "question to answer, ms",
        "passages": passages,
        "languages": languages,
        "questions": len(whole),
        "answered": answered,
        "p50": _ms(whole, 50),
        "p95": _ms(whole, 95),
        "processor_p50": _ms(processor, 50),
        "processor_p95": _ms(processor, 95),
        "baseline": "embedding of the question alone",
        "baseline_p50": _ms(baseline, 50),
        "baseline_p95": _ms(baseline, 95),
        "ratio_p50": round(float(np.percentile(whole, 50) / np.percentile(baseline, 50)), 2),
        "ratio_p95": round(float(np.percentile(whole, 95) / np.percentile(baseline, 95)), 2),
    }
    print(json.dumps(figures), flush=True)
    _show_stages(whole, stages)


def conditioned(settings: CorpusSettings, embedder: Embedder, asked: Sequence[str]) -> None:
    """Print percentiles of questions under each condition, and of the same questions without, asked in turns."""
    last = FIRST + timedelta(days=DAYS)
    conditions = {
        "two years": Conditions(since=last - timedelta(days=730)),
        "a month": Conditions(last - timedelta(days=60), last - timedelta(days=30)),
        "before a day": Conditions(before=FIRST + timedelta(days=900)),
        "an outlet": Conditions(outlets=("Outlet 7",)),
    }
    with contextlib.closing(Index(settings)) as index:
        answerer = answering.ArticleAnswerer(index, embedder)
        spent: dict[str, list[float]] = {name: [] for name in ("none", *conditions)}
        used: dict[str, list[float]] = {name: [] for name in spent}
        for place, text in enumerate(asked):
            for name, wanted in {"none": EVERYTHING, **conditions}.items():
                # The vectors of sentences are remembered: each is asked with other words before it.
                question = Question(f"{name} {place}: {text}", conditions=wanted)
                began, processor = time.perf_counter(), time.process_time()
                answer = answerer.answer(question)
                spent[name].append(time.perf_counter() - began)
                used[name].append(time.process_time() - processor)
                assert all(wanted.fit(it) for citation in answer.citations if (it := index.article(citation.source)))
    for name, seconds in spent.items():
        fitting = index_share(settings, conditions.get(name, EVERYTHING))
        figures = {"condition": name, "passages": fitting, "p50": _ms(seconds[5:], 50), "p95": _ms(seconds[5:], 95)}
        figures |= {"processor_p50": _ms(used[name][5:], 50), "processor_p95": _ms(used[name][5:], 95)}
        print(json.dumps(figures), flush=True)


def index_share(settings: CorpusSettings, conditions: Conditions) -> int:
    """Give how many passages fit."""
    with contextlib.closing(Index(settings)) as index:
        return sum(article.passages for article in index.articles_fitting(conditions))


def _show_stages(whole: Sequence[float], stages: Sequence[dict[str, float]]) -> None:
    slow = [spent for total, spent in zip(whole, stages, strict=True) if total >= np.percentile(whole, 90)]
    print(f"{'stage':22}{'p50':>8}{'p95':>8}{'mean':>8}{'mean of the slowest tenth':>28}   ms")
    for stage in dict.fromkeys(stage for _, _, stage in STAGES):
        all_, slowest = ([1000 * spent.get(stage, 0.0) for spent in part] for part in (stages, slow))
        p50, p95 = np.percentile(all_, [50, 95])
        print(f"{stage:22}{p50:8.1f}{p95:8.1f}{np.mean(all_):8.1f}{np.mean(slowest):28.1f}")


def _ms(seconds: Sequence[float], percentile: int) -> float:
    return round(float(np.percentile(seconds, percentile)) * 1000, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=REPO / "seeds", help="articles whose sentences are dealt anew")
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 50_000], help="in growing order")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--keep", type=Path, help="folder for articles and index")
    parser.add_argument("--reranker", help="name or folder of a CrossEncoder to ask with")
    parser.add_argument("--dated", action="store_true", help="articles with days and outlets; ask under conditions too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder = given.keep or Path(scratch)
        articles = folder / "articles"
        articles.mkdir(parents=True, exist_ok=True)
        settings = CorpusSettings(articles_dir=articles, data_dir=folder / "data")
        embedder, known = load_embedder("packaged", folder / "data"), sentences_of(given.corpus)
        reranker = load_reranker(given.reranker) if given.reranker else None
        for passages in given.passages:
            fill(settings, known, embedder, passages, dated=given.dated)
            measure(settings, embedder, questions_of(articles, given.questions + 5), reranker)
            if given.dated:
                conditioned(settings, embedder, questions_of(articles, given.questions + 5))


if __name__ == "__main__":
    main()
