"""Where sources disagree: contradictions found, and alarms where nobody contradicts anybody.

    python -m tests.evaluation.eval_disagreement [--data DIR] [--out DIR] [--quick] [--every N] [--choosing]

Answers: XQuAD as articles (see `eval_answers`), asked through the real answerer without a language model. An alarm over
one language, or over two whose articles are translations of each other, is false. Then one article of each topic gets a
second one that is the same, or its translation, with one value of a gold answer changed (`contradicting`). Stories:
NTREX, the same news article in two languages; its odd sentences in one language beside its even ones in another, which
tell of one event and not the same of it; and translations with one value changed. Odd questions and odd articles
report; `--choosing` takes the even ones, on which the thresholds were chosen. Writes OUT/disagreement.md.
"""

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.answers.answer import Answer, Question
from bot.answers.answerer import ArticleAnswerer
from bot.evaluation.measures import estimate
from bot.facts.contradictions import LEAST_UNASKED, Difference, Stated, ToldSentence, differences
from bot.facts.names import Wording
from ingest.index.index import Index
from ingest.models.centring import Centring, LanguageMean
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from tests.evaluation.contradicting import Change, changes
from tests.evaluation.indexes import of_articles
from tests.evaluation.remembering import RememberingEmbedder, packaged
from tests.evaluation.sets import PARAGRAPHS, ParallelSet, missing, ntrex, options, xquad
from tests.evaluation.tables import Cell, Page

OVER = (("en",), ("ar",), ("en", "ar"), ("en", "de"), ("ar", "ru"))
CONTRADICTED = (("en", "en"), ("ar", "ar"), ("en", "ar"), ("ar", "en"), ("en", "de"), ("ar", "ru"))
"""Languages of the articles and of those that contradict them; asked in the first."""

STORIES = ("en", "ar", "nb", "de", "ru")
KINDS = ("month", "year", "number", "place")
PASSAGE = 3
"""Sentences to a passage, of which the mean of a language is taken."""

HEADINGS_FALSE = ["", "n", "alarms", "share", "at most (97.5 %)"]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A question, and what the second article says instead of its gold answer."""

    number: int
    change: Change


def false_alarms(alarms: int, of: int) -> list[Cell]:
    """A count with its share and the upper end of its interval, Wilson's score without continuity correction."""
    if not of:
        return [0, 0, None, None]
    share, z = alarms / of, 1.96
    middle = share + z * z / (2 * of)
    upper = (middle + z * np.sqrt(share * (1 - share) / of + z * z / (4 * of * of))) / (1 + z * z / of)
    return [of, alarms, share, float(upper)]


def ordinary(
    data: Path, embedder: RememberingEmbedder, over: Sequence[str], numbers: Sequence[int]
) -> list[list[Cell]]:
    """Ask ordinary questions in each language of an index."""
    sets = [xquad(data, language) for language in over]
    rows = []
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        index = stack.enter_context(contextlib.closing(of_articles(Path(folder), sets, embedder)))
        answerer = ArticleAnswerer(index, embedder)
        for each in sets:
            answers = [answerer.answer(Question(each.questions[number])) for number in numbers]
            alarms = [answer for answer in answers if answer.disagreements]
            for answer in alarms:
                _show(answer)
            rows.append([f"{each.language} → {' + '.join(over)}", *false_alarms(len(alarms), len(answers))])
    return rows


def contradictions(of: ParallelSet, other: ParallelSet, numbers: Sequence[int]) -> Iterator[Contradiction]:
    """One question of each article whose gold answer can be changed in both languages."""
    seen: set[int] = set()
    for number in numbers:
        article = of.right[number] // PARAGRAPHS
        if article in seen:
            continue
        gold, text = of.answers[number][0], other.passages[of.right[number]]
        for change in changes(gold, of.language, number):
            if change.apply(text, other.language):
                seen.add(article)
                yield Contradiction(number, change)
                break


def contradicted(
    of: ParallelSet, other: ParallelSet, embedder: RememberingEmbedder, chosen: Sequence[Contradiction]
) -> Sequence[tuple[str, bool, bool]]:
    """Ask each question over its articles and those that contradict: kind, whether answered, whether found."""
    found: list[tuple[str, bool, bool]] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        articles = folder / "articles"
        for start in range(0, len(of.passages), PARAGRAPHS):
            here = [each for each in chosen if of.right[each.number] // PARAGRAPHS == start // PARAGRAPHS]
            _write(articles / "one" / f"{start:03}.txt", of.passages[start : start + PARAGRAPHS])
            paragraphs = other.passages[start : start + PARAGRAPHS]
            for each in here:
                paragraphs = tuple(each.change.apply(text, other.language) or text for text in paragraphs)
                _write(articles / "other" / f"{start:03}.txt", paragraphs)
        settings = CorpusSettings(articles_dir=articles, data_dir=folder / "data")
        ingest(settings, lambda: embedder)
        with contextlib.closing(Index(settings)) as index:
            answerer = ArticleAnswerer(index, embedder)
            for each in chosen:
                answer = answerer.answer(Question(of.questions[each.number]))
                sides = {citation.source.split("/")[0] for citation in answer.citations}
                found.append((each.change.kind, not answer.abstained, bool(answer.disagreements) and len(sides) == 2))
    return found


def _write(path: Path, paragraphs: Sequence[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(" ".join(text.split()) for text in paragraphs) + "\n", "utf-8")


def _show(answer: Answer) -> None:
    sides = " | ".join(citation.quote for citation in answer.citations)
    print(f"  alarm, {answer.disagreements[0].kind.value}: {answer.question}: {sides}", flush=True)


class Stories:
    """NTREX's articles as sentences with vectors, compared two by two as `bot.briefings` would."""

    def __init__(self, data: Path, languages: Sequence[str], embedder: RememberingEmbedder) -> None:
        self._embedder = embedder
        self.articles = {
            language: {article.id: (article.headline, *article.sentences) for article in ntrex(data, language).articles}
            for language in languages
        }
        centring = Centring(embedder)
        self._means: dict[str, LanguageMean] = {}
        for language, articles in self.articles.items():
            passages = [
                " ".join(sentences[start : start + PASSAGE])
                for sentences in articles.values()
                for start in range(0, len(sentences), PASSAGE)
            ]
            vectors = embedder.embed_passages(passages)
            sums = {language: (vectors.sum(axis=0, dtype=np.float64), len(vectors))}
            self._means |= centring.means(sums)

    def compare(
        self, one: Sequence[str], language: str, other: Sequence[str], also: str, *, show: bool = True
    ) -> list[Difference]:
        """Compare two articles as sentences, each in its language; `show` prints what is found."""
        told = [*_told(one, language, "one"), *_told(other, also, "other")]
        vectors = self._embedder.embed_passages([each.wording.text for each in told])
        centred = vectors - np.stack([self._means[each.wording.language].vector for each in told])
        centred /= np.linalg.norm(centred, axis=1, keepdims=True)
        articles = {source: [it.wording for it in told if it.source == source] for source in ("one", "other")}

        def article(source: str) -> Stated:
            return Stated(tuple(articles[source]))

        found = differences(told, centred, article, at_least=LEAST_UNASKED)
        for each in found if show else ():
            sides = " | ".join(told[place].wording.text for place in (each.one, each.other))
            print(f"  {language} {also} {each.kind.value} {each.likeness:.2f}: {sides}", flush=True)
        return found


def _told(sentences: Sequence[str], language: str, source: str) -> list[ToldSentence]:
    return [ToldSentence(Wording(text, language), source) for text in sentences]


def stories(page: Page, of: Stories, half: int) -> None:
    """Alarms over translations and over halves of one article, and what is found of the changed values."""
    names = [*next(iter(of.articles.values()))][half::2]
    pairs = [(one, other) for one in of.articles for other in of.articles if one < other]
    every = [(one, other) for one in of.articles for other in of.articles]
    print("translations", flush=True)
    alarms = sum(
        bool(of.compare(of.articles[one][name], one, of.articles[other][name], other))
        for one, other in pairs
        for name in names
    )
    rows = [["the same article in two languages", *false_alarms(alarms, len(pairs) * len(names))]]
    print("halves", flush=True)
    alarms = sum(
        bool(of.compare(of.articles[one][name][::2], one, of.articles[other][name][1::2], other))
        for one, other in every
        for name in names
    )
    rows.append(["halves of one article", *false_alarms(alarms, len(every) * len(names))])
    page.table("Stories: false alarms", HEADINGS_FALSE, rows)
    results = [
        (one == other, change.kind, bool(of.compare(of.articles[one][name], one, changed, other, show=False)))
        for one, other in CONTRADICTED
        if {one, other} <= {*of.articles}
        for place, name in enumerate(names)
        for change, changed in _changed(of.articles[one][name], one, of.articles[other][name], other, place)
    ]
    page.table(
        "Stories: one value changed, found",
        ["", *KINDS],
        [
            [label, *(_recall([hit for alike, its, hit in results if alike is same and its == kind]) for kind in KINDS)]
            for label, same in (("same language", True), ("translations", False))
        ],
    )


def _changed(
    one: Sequence[str], language: str, other: Sequence[str], also: str, seed: int
) -> Iterator[tuple[Change, list[str]]]:
    """Give at most one change of each kind, made in the other article."""
    seen: set[str] = set()
    for text, same in zip(one, other, strict=True):
        for change in changes(text, language, seed):
            if change.kind not in seen and change.apply(same, also):
                seen.add(change.kind)
                yield change, [change.apply(each, also) or each for each in other]


def _recall(hits: Sequence[bool]) -> str:
    if not hits:
        return "–"
    share = estimate([float(hit) for hit in hits])
    return f"{share.value:.2f} ({share.low:.2f} to {share.high:.2f}), n = {len(hits)}"


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every N-th of the questions")
    parser.add_argument("--choosing", action="store_true", help="the even questions and articles")
    parser.add_argument("--only", choices=["answers", "stories"], help="one part")
    given = parser.parse_args()
    if sentence := missing(given.data):
        print(sentence)
        return
    embedder = packaged(given.out)
    half = 0 if given.choosing else 1
    page = Page(
        given.out / "disagreement.md",
        "Where sources disagree",
        f"{'Even' if given.choosing else 'Odd'} questions and articles. Contradictions are constructed.",
    )
    if given.only != "stories":
        numbers = range(half, len(xquad(given.data, "en").questions), 2 * given.every)
        over = OVER[:3] if given.quick else OVER
        rows = [row for languages in over for row in ordinary(given.data, embedder, languages, numbers)]
        page.table("Answers: false alarms", HEADINGS_FALSE, rows)
        recalled: list[list[Cell]] = []
        for one, other in CONTRADICTED[:4] if given.quick else CONTRADICTED:
            sets = xquad(given.data, one), xquad(given.data, other)
            chosen = list(contradictions(*sets, range(half, len(sets[0].questions), 2)))
            found = contradicted(*sets, embedder, chosen)
            name = f"{one} → {one} + {other}"
            known = [hit for _, answered, hit in found if answered]
            recalled.append([name, _recall([hit for *_, hit in found]), _recall(known)])
            print(name, recalled[-1][1:], flush=True)
        page.table("Answers: one value changed, found", ["", "of all", "of those answered"], recalled)
    if given.only != "answers":
        stories(page, Stories(given.data, STORIES[:3] if given.quick else STORIES, embedder), half)


if __name__ == "__main__":
    main()
