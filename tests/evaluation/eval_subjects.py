"""Subjects of briefings: which articles are about "ferries", in whatever language either is.

    python -m tests.evaluation.eval_subjects [--data DIR] [--out DIR] [--quick]

Twenty subjects in English, Norwegian and Arabic over NTREX in six languages; `subjects` says which articles are about
them. ABOUT was chosen on the ten with even numbers, the others report. The baseline is what stands in an article word
for word.
"""

from collections.abc import Callable, Collection

import numpy as np

from bot.evaluation.measures import estimate
from bot.likeness import topics
from bot.likeness.topics import ABOUT, Topics
from ingest.index.catalogue import StoredArticle
from ingest.models.centring import Centring
from ingest.text.terms import normalise
from tests.evaluation.eval_stories import LANGUAGES, News
from tests.evaluation.remembering import packaged
from tests.evaluation.sets import missing, options
from tests.evaluation.subjects import SUBJECTS
from tests.evaluation.tables import Cell, Page

GRID = np.round(np.arange(0.09, 0.25, 0.03), 2)
Method = Callable[[str, str], Collection[str]]


def standing(news: News, articles: list[StoredArticle]) -> Method:
    """The articles in which every word of the subject stands."""
    said = {
        it.content_hash: normalise(
            " ".join([it.title, *(each.passage.text for each in news.index.passages_of(it.source))])
        )
        for it in articles
    }
    return lambda subject, _: [
        key for key, text in said.items() if all(word in text for word in normalise(subject).split())
    ]


def measure(news: News, method: Method, half: int, asked: str) -> list[Cell]:
    """Precision, recall and F1 over the subjects of one half, asked in one language."""
    number_of = {it.content_hash: number for (_, number), it in news.at.items()}
    found = []
    for words, right in SUBJECTS[half::2]:
        chosen = [news.ids[number_of[key]] for key in method(words[asked], asked)]
        good = sum(it in right for it in chosen)
        precision, recall = good / max(1, len(chosen)), good / (len(right) * len(news.languages))
        found.append((2 * precision * recall / max(precision + recall, 1e-9), precision, recall))
    return [estimate(list(column)) for column in np.array(found).T]


def main() -> None:
    given = options(__doc__).parse_args()
    if sentence := missing(given.data, "ntrex"):
        print(sentence)
        return
    embedder = packaged(given.out)
    news = News(given.out / "ntrex-titled", given.data, LANGUAGES, embedder, titled=True)
    articles = news.index.articles(offset=0, limit=10**6)
    rows, found = news.rows(articles), Topics(news.index, embedder, Centring(embedder))
    page = Page(
        given.out / "subjects.md",
        "Subjects of briefings",
        f"F1, precision and recall over ten subjects each, 738 articles; ABOUT is {ABOUT}. 95 % bootstrap intervals.",
    )

    def about(subject: str, language: str) -> set[str]:
        return found.about(subject, articles, rows, language)

    table: list[list[Cell]] = []
    for likeness in GRID:
        topics.ABOUT = float(likeness)
        table.append([f"{likeness:.2f}", *measure(news, about, 0, "en"), *measure(news, about, 0, "ar")[:1]])
    page.table("Even subjects", ["ABOUT", "F1 in English", "precision", "recall", "F1 in Arabic"], table)
    topics.ABOUT = ABOUT
    table = []
    for asked in ("en", "nb", "ar"):
        for name, method in (("word for word", standing(news, articles)), ("about", about)):
            table.append([asked, name, *measure(news, method, 1, asked)])
    page.table("Odd subjects", ["asked in", "method", "F1", "precision", "recall"], table)


if __name__ == "__main__":
    main()
