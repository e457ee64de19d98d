"""Central sentences against first sentences: which of them is nearer to the headline that an editor wrote?

    python -m tests.evaluation.eval_central [--data DIR] [--out DIR] [--quick]

A headline stands in for a summary by a human. The articles of NTREX are indexed without theirs, each language's
sentences are scored by the bot's own function, and the best is compared with the headline by the character grams they
share, which no vector has a part in. OPENING was chosen on articles with even numbers; those with odd numbers report.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from bot.briefings.central import scored
from bot.evaluation.measures import Estimate, estimate
from ingest.index.stored import Sentence, StoredPassage
from ingest.text.terms import terms
from tests.evaluation.eval_stories import LANGUAGES, News
from tests.evaluation.remembering import RememberingEmbedder, packaged
from tests.evaluation.sets import NewsArticle, missing, ntrex, options
from tests.evaluation.tables import Cell, Page

ASKED = ("en", "nb", "ar")


def shared(headline: str, text: str) -> tuple[float, float]:
    """F1 of the grams of both, and the share of the headline's that the text has."""
    one, other = set(terms(headline)), set(terms(text))
    common = len(one & other)
    return 2 * common / max(1, len(one) + len(other)), common / max(1, len(one))


def sentences(article: NewsArticle, holder: StoredPassage) -> list[Sentence]:
    """Give each sentence of the data as the only one of a passage."""
    passages = (
        replace(holder.passage, ordinal=number, text=text, start=0, end=len(text))
        for number, text in enumerate(article.sentences)
    )
    return [Sentence(replace(holder, passage=passage), 0, passage.end) for passage in passages]


def compared(news: News, embedder: RememberingEmbedder, language: str, articles: Sequence[NewsArticle]) -> list[Cell]:
    """For the odd articles: first and central sentence, and how they differ, in F1 and in share."""
    stored, means = news.index.articles(offset=0, limit=10**6), news.means
    rows = news.rows(stored)
    found = []
    for number in range(1, len(articles), 2):
        article = articles[number]
        own = news.at[language, number]
        holder = news.index.passages_of(own.source)[0]
        vectors = embedder.embed_passages(article.sentences) - means[language].vector
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        scores = scored(sentences(article, holder), vectors, rows[own.content_hash], "", np.empty((0, 1), np.float32))
        best = article.sentences[int(np.argmax(scores))]
        found.append((*shared(article.headline, article.sentences[0]), *shared(article.headline, best)))
    first, first_share, best, best_share = np.array(found).T
    measure: Callable[[np.ndarray], Estimate] = estimate
    return [language, measure(first), measure(best), measure(best - first), measure(best_share - first_share)]


def main() -> None:
    given = options(__doc__).parse_args()
    if sentence := missing(given.data, "ntrex"):
        print(sentence)
        return
    embedder = packaged(given.out)
    news = News(given.out / "ntrex-plain", given.data, LANGUAGES, embedder, titled=False)
    page = Page(
        given.out / "central.md",
        "Central and first sentences",
        "Character grams shared with the headline, 61 odd articles; means with 95 % bootstrap intervals.",
    )
    chosen = ASKED[:1] if given.quick else ASKED
    table = [compared(news, embedder, language, ntrex(given.data, language).articles) for language in chosen]
    headings = ["language", "first, F1", "central, F1", "difference, F1", "difference, share of the headline"]
    page.table("Nearness to the headline", headings, table)


if __name__ == "__main__":
    main()
