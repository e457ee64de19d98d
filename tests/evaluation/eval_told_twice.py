"""Events that two reporters tell in two languages: whether both articles become one story, and no others with them.

    python -m tests.evaluation.eval_told_twice [--out DIR]

`told_twice.toml` holds 32 events of eight kinds, four of each, in towns with like names. The kinds in CHOOSING chose
what `bot.likeness.common_ground` adds to a likeness, with NTREX's even articles; the others report. Each half is an
index of its own. Pairs that are told together are counted: of one event; hard ones, of two events of one kind; others.
Briefings put all of a half into stories; a timeline takes one article for sure and looks which others tell its story.
"""

import contextlib
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from bot.answers.subjects import SAME_STORY, alike_to, told_with
from bot.briefings.story_clustering import Labels, likeness_among
from bot.briefings.story_matching import Lifter, StoryComparison, place
from bot.likeness.article_traces import ArticleTraces
from bot.likeness.article_vectors import ArticleVectors
from ingest.index.catalogue import StoredArticle
from ingest.index.index import Index
from ingest.models.centring import Centring, Vector
from ingest.models.embedding import Embedder
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from tests.evaluation.remembering import packaged
from tests.evaluation.sets import options
from tests.evaluation.tables import Cell, Page

CHOOSING = frozenset({"storm", "ship", "works", "court"})
EVENTS = Path(__file__).with_name("told_twice.toml")


class Bare(ArticleTraces):
    """Likeness alone, as it was."""

    def lifts(self, articles: Sequence[StoredArticle], left: Labels, right: Labels) -> Vector:
        return np.zeros(len(left), np.float32)


@contextlib.contextmanager
def told(embedder: Embedder, *, choosing: bool) -> Iterator[Index]:
    """An index of the events of one half; a source is `event-language.md`."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name) / "articles"
        folder.mkdir()
        for event, articles in tomllib.loads(EVENTS.read_text("utf-8")).items():
            if (articles.pop("kind") in CHOOSING) == choosing:
                for language, (day, text) in articles.items():
                    front = f"---\ndate: {day}\nlanguage: {language}\n---\n\n"
                    (folder / f"{event}-{language}.md").write_text(f"{front}# {text}\n", "utf-8")
        settings = CorpusSettings(articles_dir=folder, data_dir=Path(name) / "data")
        ingest(settings, lambda: embedder)
        with contextlib.closing(Index(settings)) as index:
            yield index


def in_briefings(index: Index, embedder: Embedder, traces: Lifter) -> set[frozenset[str]]:
    """The pairs of articles, by source, that briefings take for one story."""
    articles, sums = index.articles(offset=0, limit=1_000), index.language_sums()
    rows = ArticleVectors(index.vectors_of).rows(articles, Centring(embedder).means(sums))
    likeness = likeness_among(sum(count for _, count in sums.values()))
    stories = place(articles, {}, {}, StoryComparison(rows, likeness, traces))
    pairs = combinations(articles, 2)
    return {
        frozenset({one.source, other.source})
        for one, other in pairs
        if stories[one.content_hash] == stories[other.content_hash]
    }


def in_timelines(index: Index, embedder: Embedder, traces: ArticleTraces) -> set[frozenset[str]]:
    """The pairs of which one is taken into a timeline of the other, with a subject that both are a little about."""
    articles = {article.content_hash: article for article in index.articles(offset=0, limit=1_000)}
    rows = ArticleVectors(index.vectors_of).rows([*articles.values()], Centring(embedder).means(index.language_sums()))
    subject = dict.fromkeys(articles, 0.1)
    found = set()
    for key, article in articles.items():
        for other in told_with({key}, alike_to({key}, articles, rows, traces), subject) - {key}:
            found.add(frozenset({article.source, articles[other].source}))
    return found


def counted(index: Index, found: set[frozenset[str]]) -> list[Cell]:
    """How many pairs of each kind were told together, of how many."""
    named = [(source.source, source.source.split("-")[0]) for source in index.articles(offset=0, limit=1_000)]
    counts = {"event": [0, 0], "kind": [0, 0], "other": [0, 0]}
    for (one, event), (other, second) in combinations(named, 2):
        like = "event" if event == second else "kind" if event[:-1] == second[:-1] else "other"
        counts[like][0] += frozenset({one, other}) in found
        counts[like][1] += 1
    return [f"{together} of {all_}" for together, all_ in counts.values()]


def main() -> None:
    given = options(__doc__).parse_args()
    embedder = packaged(given.out)
    page = Page(
        given.out / "told-twice.md",
        "Events told twice",
        f"Pairs of articles that are told together; a timeline asks for {SAME_STORY}.",
    )
    for choosing in (True, False):
        rows: list[list[Cell]] = []
        with told(embedder, choosing=choosing) as index:
            for name, traces in (
                ("likeness alone", Bare(index.passages_of)),
                ("with names and figures", ArticleTraces(index.passages_of)),
            ):
                rows.append(["briefing", name, *counted(index, in_briefings(index, embedder, traces))])
                rows.append(["timeline", name, *counted(index, in_timelines(index, embedder, traces))])
        half = "Choosing" if choosing else "Reporting"
        page.table(half, ["where", "by", "one event", "two of a kind", "others"], rows)


if __name__ == "__main__":
    main()
