"""Fits what `bot.answers.calibration` knows: how the QA model's figures become the probability that a sentence answers.

    python -m tests.training.calibrate --qa FOLDER --xquad FOLDER --out FOLDER [--part dev|report] [--every N]

Development articles that the model has not seen are ingested among others by the real pipeline. Each question is asked
with its article in the index and taken out; XQuAD's within a language, over another one, and over six at once. So is
the choosing half of the newsroom questions, which counts more: few articles lie nearer to the mean of their language.
With `--news` so are the questions of `tests.training.news`, a quarter of which no sentence answers.
`--part dev` prints the weights (`tests.training.fitting`); `report` only measures, by the weights in the code.
`--adapter` tries another adapter than the one in the package.
"""

import argparse
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from bot.answers.calibration import probabilities
from bot.answers.extractive import Extractor
from bot.answers.qa_extractor import QAExtractor
from bot.answers.retrieval import Found, Retrieval
from ingest.index.index import Index
from ingest.models.embedding import Embedder, load_embedder
from ingest.models.qa_model import ADAPTER, packaged
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from ingest.text.sentences import sentences
from tests.evaluation.asking import merged
from tests.evaluation.newsroom_questions import ARTICLES, QUESTIONS, read
from tests.evaluation.sets import REPO
from tests.evaluation.verdicts import holds
from tests.training.fitting import Group, fit
from tests.training.news import articles, read_questions
from tests.training.sets import XQUAD_PER_ARTICLE, part_of, xquad_part
from tests.training.train import SETS

INDEXES = {"nb": ("norquad-news-nb", "norquad-wiki-nb"), "ar": ("arcd-ar",), "af": ("afriqa",), "zh": ("cmrc-zh",)}
OTHERS = {"af": 5, "zh": 3}
"""Of the articles that train, one in so many is in the index too, to be mistaken for the right one; else all are."""

AFRICAN = frozenset({"bem", "fon", "hau", "ibo", "kin", "swa", "twi", "wol", "yor", "zul"})
"""Languages of AfriQA that neither the base nor the language detector knows well; they train, and fit nothing."""

LANGUAGES = ("en", "ar", "de", "ru", "es", "zh")
MOST, SEARCHED, SEARCHED_MIXED = 150, 30, 120

NEWSROOM, NEWSROOM_WEIGHT = "newsroom", 3.0
"""The index of the seeds and the newsroom's articles, and how much one of its questions counts."""


NEWS, NEWS_LANGUAGES = "news", ("en", "ar", "nb", "de", "ru")
"""The index of translated news, and the languages in it."""

NAMES = (*INDEXES, "xq", NEWS, NEWSROOM)


@dataclass(frozen=True, slots=True)
class Job:
    """A question, where it is asked, and what is right: for each source words any of which answer.

    `only` names the languages that are searched, `article` the sources that are taken out the second time; without
    any the question is asked once.
    """

    kind: str
    question: str
    language: str
    gold: Mapping[str, Sequence[str]]
    article: frozenset[str]
    only: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A job and the sentences that were read for it, with the answering article in the index or taken out."""

    kind: str
    removed: bool
    group: Group

    def best(self) -> tuple[float, bool]:
        """Give the probability of the likeliest sentence by the weights in the code, and whether it is right."""
        return max(zip(probabilities(self.group.sentences), self.group.right, strict=True))


def main() -> None:
    """Fit or measure from the command line; see `--help`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--qa", type=Path, required=True)
    parser.add_argument("--xquad", type=Path, required=True)
    parser.add_argument("--news", type=Path, help="folder with ntrex-en, ntrex-ar, …")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--part", choices=("dev", "report"), default="dev")
    parser.add_argument("--every", type=int, default=1, help="draw one question in N")
    parser.add_argument("--adapter", type=Path, default=ADAPTER)
    parser.add_argument("--indexes", nargs="+", choices=NAMES, default=NAMES, help="which sets; all without it")
    chosen = parser.parse_args()
    embedder = load_embedder("packaged", chosen.out)
    asked: list[Asked] = []
    for name in chosen.indexes:
        if name == NEWS and not chosen.news:
            continue
        jobs = list(_jobs(name, chosen))
        settings = _written(name, chosen)
        ingest(settings, lambda: embedder)
        with closing(Index(settings)) as index:
            reader = _reader(index, embedder, chosen.adapter)
            for job in _some(jobs, 1 if name == NEWSROOM else chosen.every):
                asked += ask(job, *reader)
        print(name, len(asked), flush=True)
    (chosen.out / f"{chosen.part}.json").write_text(json.dumps([asdict(each) for each in asked]))
    if chosen.part == "dev":
        print(fit([each.group for each in asked]))
    print(table(asked))


def _jobs(name: str, chosen: argparse.Namespace) -> Iterator[Job]:
    if name == NEWSROOM:
        return _newsroom("choosing" if chosen.part == "dev" else "reporting")
    if name == NEWS:
        return _news(chosen.news, chosen.part)
    return _xquad(chosen.xquad, chosen.part) if name == "xq" else _sets(chosen.qa, name, chosen.part)


def _some(jobs: Sequence[Job], every: int) -> Sequence[Job]:
    """Draw one job in `every`; every N-th in a row would be of one kind, since their kinds take turns."""
    return Random(7).sample(jobs, -(-len(jobs) // every))


def _reader(index: Index, embedder: Embedder, adapter: Path) -> tuple[Retrieval, QAExtractor]:
    retrieval = Retrieval(index, embedder)
    return retrieval, QAExtractor(
        retrieval, packaged(embedder, adapter), Extractor(retrieval, embedder).likeness, index.article_text
    )


def ask(job: Job, retrieval: Retrieval, reader: QAExtractor) -> Iterator[Asked]:
    """Read for one question, with its article and without."""
    asked = retrieval.ask(job.question)
    found = retrieval.find(asked, SEARCHED_MIXED if job.only else SEARCHED)
    found = [hit for hit in found if not job.only or _source(hit).split(".")[-2] in job.only]
    for removed in (False, True) if job.article else (not job.gold,):
        left = [hit for hit in found if not removed or _source(hit) not in job.article]
        known = reader.known(asked, left)
        right = tuple(holds(each.text, job.gold.get(_source(each.found), ())) for each, _ in known)
        if known:
            weight = NEWSROOM_WEIGHT if job.kind == NEWSROOM else 1.0
            yield Asked(job.kind, removed, Group(tuple(each for _, each in known), right, weight))


def _source(hit: Found) -> str:
    return hit.stored.article.source


def table(asked: Sequence[Asked]) -> str:
    """Say of each kind how often the likeliest sentence is right, and how well probability tells known from unknown."""
    lines = [
        f"{'kind':18} {'n':>4} {'read':>5} {'first':>5} {'area':>5}   said and right, removed and said, from .3 .5 .7"
    ]
    best_of = [(each, each.best()) for each in asked]
    for kind in (*dict.fromkeys(each.kind for each in asked), "all"):
        known = [(each, best) for each, best in best_of if not each.removed and kind in (each.kind, "all")]
        gone = [best for each, best in best_of if each.removed and kind in (each.kind, "all")]
        area = roc_auc_score([1] * len(known) + [0] * len(gone), [b[0] for _, b in known] + [b[0] for b in gone])
        read = np.mean([any(each.group.right) for each, _ in known])
        cells = []
        for least in (0.3, 0.5, 0.7):
            said = [best[1] for _, best in known if best[0] >= least]
            wrongly = np.mean([best[0] >= least for best in gone])
            cells.append(f"{len(said) / len(known):.2f} {np.mean(said or [False]):.2f} {wrongly:.2f}")
        first = np.mean([best[1] for _, best in known])
        lines.append(f"{kind:18} {len(known):4} {read:5.2f} {first:5.3f} {area:5.3f}   " + " | ".join(cells))
    return "\n".join([*lines, "", reliability([best for _, best in best_of])])


def reliability(best: Sequence[tuple[float, bool]]) -> str:
    """Say for each tenth of probability how often the likeliest sentence was right."""
    lines = ["probability      n  right"]
    for tenth in range(10):
        inside = [
            right for value, right in best if tenth / 10 <= value < (tenth + 1) / 10 or (tenth == 9 and value == 1)
        ]
        if inside:
            lines.append(f"{tenth / 10:.1f} to {(tenth + 1) / 10:.1f} {len(inside):6} {np.mean(inside):6.2f}")
    return "\n".join(lines)


def _sets(root: Path, index: str, part: str) -> Iterator[Job]:
    for name in INDEXES[index]:
        passages = {row["id"]: row for row in _rows(root / name / "passages.jsonl")}
        of_title: dict[str, set[str]] = {}
        for row in passages.values():
            of_title.setdefault(row["title"] or row["id"], set()).add(f"{row['id']}.md")
        mine = []
        for row in _rows(root / name / "questions.jsonl"):
            article = passages[row["passage"]]["title"] or row["passage"]
            if part_of(article, SETS[name][1]) == part and row["lang"] not in AFRICAN:
                gold = {f"{row['passage']}.md": (row["answer"],)}
                mine.append(Job(name, row["text"].strip(" -\n"), row["lang"], gold, frozenset(of_title[article])))
        yield from mine[:: max(1, len(mine) // MOST)]


def _xquad(root: Path, part: str) -> Iterator[Job]:
    texts, answers = {}, {}
    for code in LANGUAGES:
        texts[code] = {row["id"]: row["text"] for row in _rows(root / f"xquad-{code}" / "queries.jsonl")}
        answers[code] = {row["id"]: row for row in _rows(root / f"xquad-{code}" / "answers.jsonl")}
    for number, (name, row) in enumerate(answers["en"].items()):
        article = int(row["doc"].removeprefix("xq-p")) // XQUAD_PER_ARTICLE
        if xquad_part(article) != part or any(name not in texts[code] for code in LANGUAGES):
            continue
        own, other = LANGUAGES[number % 6], LANGUAGES[(number + 1 + number // 6 % 5) % 6]
        pages = range(article * XQUAD_PER_ARTICLE, (article + 1) * XQUAD_PER_ARTICLE)
        gone = frozenset(f"xq-p{page:03}.{code}.txt" for page in pages for code in LANGUAGES)
        gold = {f"{row['doc']}.{code}.txt": (answers[code][name]["answers"][0]["text"],) for code in LANGUAGES}
        for kind, languages in (("xquad own", {own}), ("xquad other", {other}), ("xquad mixed", set(LANGUAGES))):
            yield Job(kind, texts[own][name], own, gold, gone, frozenset(languages))


def _newsroom(half: str) -> Iterator[Job]:
    for question in read(QUESTIONS, half):
        expected = question.expected
        gold = {} if expected.declined else dict.fromkeys(expected.sources, tuple(expected.words))
        yield Job(NEWSROOM, expected.question, question.language, gold, frozenset())


def _news(root: Path, part: str) -> Iterator[Job]:
    """Ask each question of the article in its own language, of a translation, and of all translations."""
    texts = {code: articles(root / f"ntrex-{code}") for code in NEWS_LANGUAGES}
    for number, question in enumerate(read_questions(part)):
        own = min(question.texts, key=lambda code: (code not in NEWS_LANGUAGES, (number % 2) ^ (code == "en")))
        others = [code for code in NEWS_LANGUAGES if code != own]
        gold = {
            _file(question.article, code): [
                text[start:end]
                for name, text in texts[code][question.article]
                if name in question.answers
                for start, end in sentences(text, code)
            ]
            for code in NEWS_LANGUAGES
        }
        asked, gone = (gold, frozenset(gold)) if question.answers else ({}, frozenset[str]())
        for kind, only in (("own", {own}), ("other", {others[number % len(others)]}), ("mixed", set(NEWS_LANGUAGES))):
            if only <= set(NEWS_LANGUAGES):
                yield Job(f"news {kind}", question.texts[own], own, asked, gone, frozenset(only))


def _file(article: str, code: str) -> str:
    return f"{article}.{code}.md"


def _written(name: str, chosen: argparse.Namespace) -> CorpusSettings:
    """Write the articles of one index, unless they are there."""
    out, folder = chosen.out, chosen.out / name / "articles"
    if name == NEWSROOM and not folder.exists():
        with merged([REPO / "seeds", ARTICLES]) as both:
            shutil.copytree(both, folder)
    if not folder.exists():
        folder.mkdir(parents=True)
        for file, title, text in _articles(name, chosen):
            head = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n\n" if title else ""
            (folder / file).write_text(head + text, "utf-8")
    return CorpusSettings(articles_dir=folder, data_dir=out / name / "data")


def _articles(name: str, chosen: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    qa, xquad = chosen.qa, chosen.xquad
    if name == NEWS:
        for code in NEWS_LANGUAGES:
            for article, rows in articles(chosen.news / f"ntrex-{code}").items():
                yield _file(article, code), rows[0][1], "\n\n".join(text for _, text in rows[1:])
        return
    if name == "xq":
        for code in LANGUAGES:
            for row in _rows(xquad / f"xquad-{code}" / "corpus.jsonl"):
                yield f"{row['id']}.{code}.txt", "", row["text"]
        return
    for folder in INDEXES[name]:
        for row in _rows(qa / folder / "passages.jsonl"):
            trains = part_of(row["title"] or row["id"], SETS[folder][1]) == "train"
            if not trains or int(row["id"].rpartition("-")[2]) % OTHERS.get(name, 1) == 0:
                yield f"{row['id']}.md", row["title"], row["text"]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


if __name__ == "__main__":
    main()
