"""Stories on NTREX: the same article in many languages is one story, and other articles are none of it.

    python -m tests.evaluation.eval_stories [--data DIR] [--out DIR] [--quick]

Articles come in through the real pipeline, and the bot's own functions cluster their vectors. The likeness that makes a
story is chosen on articles with even numbers, for the raw cosines of the baseline too; those with odd numbers report.
Pairs of different articles on one event (see `events`) count neither way, unless a row says otherwise.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.briefings.story_clustering import LIKENESS, gather, likeness_among
from bot.evaluation.measures import Estimate
from bot.likeness.article_vectors import ArticleVectors
from ingest.index.catalogue import StoredArticle
from ingest.index.index import Index
from ingest.models.centring import Centring, LanguageMean
from ingest.models.embedding import Embedder
from tests.evaluation.events import event_of
from tests.evaluation.indexes import of_news
from tests.evaluation.remembering import packaged
from tests.evaluation.sets import missing, ntrex, options
from tests.evaluation.tables import Cell, Page

LANGUAGES = ("ar", "de", "en", "nb", "ru", "zh")
RAW = np.round(np.arange(0.80, 0.96, 0.01), 2)
CENTRED = np.round(np.arange(0.30, 0.61, 0.03), 2)
DRAWS, RESAMPLES, ARRIVING = 12, 1_000, 10
Numbers = NDArray[np.int64]
Rows = NDArray[np.float32]


@dataclass(frozen=True)
class Sample:
    """Some articles: which story each tells, which event, and the vectors of both methods."""

    told: Numbers
    events: Numbers
    raw: Rows
    centred: Rows
    passages: int
    arriving: bool = False


class News:
    """NTREX in an index."""

    def __init__(self, folder: Path, data: Path, languages: Sequence[str], embedder: Embedder, *, titled: bool) -> None:
        sets = [ntrex(data, language) for language in languages]
        self.index: Index = of_news(folder, sets, embedder, titled=titled)
        self._centring, self._vectors = Centring(embedder), ArticleVectors(self.index.vectors_of)
        self.ids = [article.id for article in sets[0].articles]
        stored = self.index.articles(offset=0, limit=10**6)
        self.at = {(it.source.split("/")[0], int(Path(it.source).stem)): it for it in stored}
        self.languages = languages

    @cached_property
    def events(self) -> Numbers:
        return np.array([self.ids.index(event_of(it)) for it in self.ids])

    @property
    def means(self) -> Mapping[str, LanguageMean]:
        return self._centring.means(self.index.language_sums())

    def rows(self, articles: Sequence[StoredArticle]) -> dict[str, Rows]:
        """Content hash -> centred vector, in the index of all."""
        return self._vectors.rows(articles, self.means)

    def sample(self, chosen: Sequence[tuple[str, int]], *, alone: bool = False, arriving: bool = False) -> Sample:
        """These articles, `alone` in an index of their own or in that of all."""
        articles = [self.at[it] for it in chosen]
        sums = self._sums(articles) if alone else self.index.language_sums()
        told = np.array([number for _, number in chosen])
        centred, raw = (self._vectors.rows(articles, means) for means in (self._centring.means(sums), {}))
        rows = [np.stack([found[it.content_hash] for it in articles]) for found in (raw, centred)]
        passages = sum(count for _, count in sums.values())
        return Sample(told, self.events[told], rows[0], rows[1], passages, arriving)

    def draw(self, half: int, stories: int, most: int, seed: int) -> list[tuple[str, int]]:
        """So many stories of one half, each in one to `most` languages."""
        random = np.random.default_rng((half, seed))
        numbers = random.permutation(np.arange(half, len(self.ids), 2))[:stories]
        return [
            (str(language), int(number))
            for number in numbers
            for language in random.permutation(self.languages)[: random.integers(1, most + 1)]
        ]

    def _sums(self, articles: Sequence[StoredArticle]) -> Mapping[str, tuple[NDArray[np.float64], int]]:
        sums: dict[str, tuple[NDArray[np.float64], int]] = {}
        for _, language, vector in self.index.vectors_of(it.id for it in articles):
            total, count = sums.get(language, (np.zeros(len(vector)), 0))
            sums[language] = (total + vector, count + 1)
        return sums


def clustered(sample: Sample, rows: Rows, likeness: float) -> Numbers:
    """All at once or, where they arrive one after the other, a few at a time."""
    if not sample.arriving:
        return gather(rows, [""] * len(rows), likeness)
    order = np.random.default_rng(0).permutation(len(rows))
    stories = [""] * len(rows)
    for end in range(ARRIVING, len(rows) + ARRIVING, ARRIVING):
        seen = order[:end]
        labels = gather(rows[seen], [stories[it] for it in seen], likeness).tolist()
        named = {label: stories[it] for label, it in zip(labels, seen, strict=True) if stories[it]}
        for label, it in zip(labels, seen, strict=True):
            stories[it] = named.setdefault(label, f"story {it}")
    return np.unique(stories, return_inverse=True)[1]


def counts(sample: Sample, labels: Numbers, truth: Numbers, *, uncounted: bool) -> tuple[Rows, Rows]:
    """Per pair of articles: how many found together, and how many that belong together; shape (numbers, numbers)."""
    together, right = labels[:, None] == labels, truth[:, None] == truth
    counted = np.triu(np.ones_like(together), 1)
    if uncounted:
        counted &= right | (sample.events[:, None] != sample.events)
    _, place = np.unique(sample.told, return_inverse=True)
    size = place.max() + 1
    found = []
    for pairs in (together & counted, together & right & counted, right & counted):
        table = np.zeros((size, size), np.float32)
        np.add.at(table, (np.repeat(place, len(place)), np.tile(place, len(place))), pairs.ravel())
        found.append(table)
    return np.stack(found[:2]), found[2]


def measured(tables: Sequence[tuple[Rows, Rows]], resamples: int = RESAMPLES) -> tuple[Estimate, float, float]:
    """Pairwise F1 with its 95 % interval over resampled articles, precision and recall; means over draws."""
    random = np.random.default_rng(0)
    spread = []
    for (found, right), belonging in tables:
        ones = np.ones(len(found))
        drawn = random.multinomial(len(ones), ones / len(ones), resamples // len(tables))
        measures = ([_weighed(table, weight) for table in (found, right, belonging)] for weight in (ones, *drawn))
        spread.append([_scores(*each) for each in measures])
    values = np.array(spread).mean(axis=0)
    low, high = np.percentile(values[1:, 0], [2.5, 97.5]) if len(values) > 1 else (np.nan, np.nan)
    f1, precision, recall = values[0].tolist()
    return Estimate(f1, float(low), float(high), len(tables)), precision, recall


def _weighed(table: Rows, weight: NDArray[np.float64]) -> float:
    own = np.diag(table)
    return float(weight @ own + weight @ (table - np.diag(own)) @ weight)


def _scores(found: float, right: float, belonging: float) -> tuple[float, float, float]:
    precision, recall = right / max(found, 1), right / max(belonging, 1)
    return 2 * precision * recall / max(precision + recall, 1e-9), precision, recall


def scenarios(news: News, half: int) -> Iterator[tuple[str, list[Sample]]]:
    every = [(language, number) for number in range(half, len(news.ids), 2) for language in news.languages]
    yield "every language", [news.sample(every)]
    mixed = [news.draw(half, 99, len(news.languages), seed) for seed in range(3)]
    yield "one to all languages each", [news.sample(it) for it in mixed]
    yield f"the same, {ARRIVING} at a time", [news.sample(it, arriving=True) for it in mixed]
    for stories, most in ((30, 3), (10, 4), (5, 3)):
        drawn = [news.draw(half, stories, min(most, len(news.languages)), seed) for seed in range(DRAWS)]
        title = f"{stories} stories alone, in one to {most} languages each"
        yield title, [news.sample(it, alone=True) for it in drawn]


def f1_of(
    samples: Sequence[Sample], method: str, likeness: Callable[[Sample], float], resamples: int = RESAMPLES
) -> tuple[Estimate, float, float]:
    tables = []
    for sample in samples:
        rows = sample.raw if method == "raw" else sample.centred
        tables.append(counts(sample, clustered(sample, rows, likeness(sample)), sample.told, uncounted=True))
    return measured(tables, resamples)


def chosen(news: News, method: str, grid: NDArray[np.float64]) -> float:
    """The likeness with the best mean F1 over all scenarios of the even half."""
    samples = [of for _, of in scenarios(news, 0)]
    means = [np.mean([f1_of(of, method, _always(float(at)), 0)[0].value for of in samples]) for at in grid]
    return float(grid[int(np.argmax(means))])


def _always(likeness: float) -> Callable[[Sample], float]:
    return lambda _: likeness


def report(page: Page, news: News, title: str, raw: float) -> None:
    rows: list[list[Cell]] = []
    for half, name in ((0, "even"), (1, "odd")):
        for scenario, samples in scenarios(news, half):
            base = f1_of(samples, "raw", _always(raw))
            ours = f1_of(samples, "centred", lambda sample: likeness_among(sample.passages))
            articles = round(float(np.mean([len(of.told) for of in samples])))
            rows.append([name, scenario, articles, base[0], *ours])
    page.table(
        title, ["articles", "scenario", "mean number", f"raw, {raw:.2f}", "centred", "precision", "recall"], rows
    )


def truths(page: Page, news: News) -> None:
    """What the figure would be were pairs on one event counted."""
    rows: list[list[Cell]] = []
    for half, name in ((0, "even"), (1, "odd")):
        (sample,) = next(scenarios(news, half))[1]
        labels = clustered(sample, sample.centred, likeness_among(sample.passages))
        for truth, told, uncounted in (
            ("one event counts neither way", sample.told, True),
            ("one event is one story", sample.events, False),
            ("one event is as many stories as articles", sample.told, False),
        ):
            rows.append([name, truth, *measured([counts(sample, labels, told, uncounted=uncounted)])])
    page.table("Every language, by what counts as a story", ["half", "truth", "F1", "precision", "recall"], rows)


def main() -> None:
    given = options(__doc__).parse_args()
    if sentence := missing(given.data, "ntrex"):
        print(sentence)
        return
    embedder = packaged(given.out)
    languages = LANGUAGES[:3] if given.quick else LANGUAGES
    name = "-quick" if given.quick else ""
    page = Page(
        given.out / f"stories{name}.md",
        "Stories on NTREX",
        f"Pairwise F1 in {', '.join(languages)}; 95 % intervals over resampled articles. LIKENESS is {LIKENESS}.",
    )
    news = News(given.out / f"ntrex-titled{name}", given.data, languages, embedder, titled=True)
    raw, centred = chosen(news, "raw", RAW), chosen(news, "centred", CENTRED)
    print(f"Best on the even half: raw {raw:.2f}, centred {centred:.2f} (whatever the number of passages)\n")
    report(page, news, "With headlines", raw)
    truths(page, news)
    plain = News(given.out / f"ntrex-plain{name}", given.data, languages, embedder, titled=False)
    report(page, plain, "Without headlines", raw)


if __name__ == "__main__":
    main()
