"""Retrieval on XQuAD: within a language, across languages, and in one index of many languages.

    python -m tests.evaluation.eval_retrieval [--data DIR] [--out DIR] [--quick] [--every N]

The scores are made by the functions that the bot calls (see `scoring`), over whole XQuAD passages as MTEB takes them.
Writes OUT/retrieval.md. The first run embeds for some minutes a language; vectors are kept in OUT.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.answers.retrieval import AskedVector
from bot.evaluation.measures import Estimate, Values, average_precision, estimate, ndcg, ranks
from tests.evaluation.remembering import RememberingEmbedder, packaged
from tests.evaluation.scoring import Collection, plain_fusion
from tests.evaluation.sets import LANGUAGES, QUICK, ParallelSet, missing, options, published, xquad
from tests.evaluation.tables import Cell, Page

ACROSS = ("ar", "en", "de", "ru")
GROWING = (2, 10, 50, 240)
METHODS = ("dense", "plain fusion", "centred", "final")


def methods(collection: Collection, asked: str, chosen: Sequence[int], languages: Sequence[str]) -> list[list[Values]]:
    """Scores over the passages of `languages`, one array per method, for each chosen question."""
    raw, centred = collection.question_vectors(asked, chosen)
    found = []
    for row, number in enumerate(chosen):
        text = collection.sets[asked].questions[number]
        cosine = np.concatenate([collection.cosine(raw[row], language) for language in languages])
        asking = AskedVector(text, asked, centred[row])
        relevance = [collection.relevance(centred[row], language) for language in languages]
        words = [collection.words(replace(asking, language=language), language) for language in languages]
        fused = plain_fusion(cosine, np.concatenate(words))
        found.append([cosine, fused, np.concatenate(relevance), collection.final(asking, languages)])
    return found


def in_one_language(page: Page, data: Path, collection: Collection, chosen: Sequence[int]) -> dict[str, Estimate]:
    """Same language, beside the best that others published."""
    rows: list[list[Cell]] = []
    finals = {}
    for language, each in collection.sets.items():
        scores = methods(collection, language, chosen, [language])
        gains = [
            estimate([ndcg(ranks(of[method], [each.right[number]])) for of, number in zip(scores, chosen, strict=True)])
            for method in range(len(METHODS))
        ]
        others = published(data, "XQuADRetrieval", language)
        best = max(others, key=others.__getitem__, default="")
        rows.append([language, *gains, others.get(best), best, others.get("mteb/baseline-bm25s")])
        finals[language] = gains[-1]
    headings = ["language", *METHODS, "best published", "by", "BM25 published"]
    page.table("Same language, nDCG@10", headings, rows)
    return finals


def across(page: Page, collection: Collection, chosen: Sequence[int], same: dict[str, Estimate]) -> None:
    """Questions in one language, passages in another; the goal is half of what separates dense from same-language."""
    rows: list[list[Cell]] = []
    for asked in ACROSS:
        for language in ACROSS:
            if asked == language or not {asked, language} <= set(collection.sets):
                continue
            each = collection.sets[language]
            scores = methods(collection, asked, chosen, [language])
            gains = np.array(
                [
                    [ndcg(ranks(score, [each.right[number]])) for score in of]
                    for of, number in zip(scores, chosen, strict=True)
                ]
            )
            dense, *_, ours = gains.mean(axis=0)
            goal = dense + (same[language].value - dense) / 2
            rows.append([f"{asked} → {language}", *(estimate(column) for column in gains.T), goal, float(ours - dense)])
    page.table("Across languages, nDCG@10", ["question → passages", *METHODS, "goal", "final − dense"], rows)


def mixed(page: Page, title: str, collection: Collection, questions: dict[str, list[int]]) -> None:
    """One index of all languages of the collection, with one right passage in each."""
    languages = list(collection.sets)
    sizes = [len(collection.texts[language]) for language in languages]
    starts = np.cumsum([0, *sizes[:-1]])
    rows: list[list[Cell]] = []
    for asked, chosen in questions.items():
        own = languages.index(asked)
        scores = methods(collection, asked, chosen, languages)
        for method, name in enumerate(METHODS):
            measured = [
                _measure(of[method], collection.sets[asked].right[number], own, starts, sizes)
                for of, number in zip(scores, chosen, strict=True)
            ]
            rows.append([asked, name, *(estimate(column) for column in np.array(measured).T)])
    headings = ["questions", "method", "MAP", "own in top 5", "others in top 5", "own share of top 10"]
    page.table(title, headings, rows)


def _measure(
    scores: Values, right: int, own: int, starts: Sequence[int] | np.ndarray, sizes: Sequence[int]
) -> list[float]:
    places = [int(start) + right for start, size in zip(starts, sizes, strict=True) if right < size]
    others = [place for place in places if place != int(starts[own]) + right]
    top = np.argsort(-scores, kind="stable")[:10]
    return [
        average_precision(ranks(scores, places)),
        float(right < sizes[own] and ranks(scores, [int(starts[own]) + right])[0] <= 5),
        float(np.mean([ranks(scores, [place])[0] <= 5 for place in others])) if others else float("nan"),
        float(np.mean((top >= starts[own]) & (top < starts[own] + sizes[own]))),
    ]


def growing(page: Page, sets: dict[str, ParallelSet], embedder: RememberingEmbedder, every: int) -> None:
    """Arabic and English in one index of few and more passages, and Arabic with one article only."""
    pair = {language: sets[language] for language in QUICK}
    for size in GROWING:
        chosen = [number for number, right in enumerate(pair["en"].right) if right < size][:: every if size > 50 else 1]
        collection = Collection(pair, embedder, dict.fromkeys(QUICK, size))
        mixed(page, f"Arabic + English, {size} passages each", collection, dict.fromkeys(QUICK, chosen))
    chosen = [number for number, right in enumerate(pair["en"].right) if right < 5]
    collection = Collection(pair, embedder, {"ar": 5})
    mixed(page, "Five Arabic passages among 240 English ones", collection, dict.fromkeys(QUICK, chosen))


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="of the questions take every N-th")
    parser.add_argument("--odd", action="store_true", help="begin with the second question")
    given = parser.parse_args()
    if sentence := missing(given.data):
        print(sentence)
        return
    embedder = packaged(given.out)
    sets = {language: xquad(given.data, language) for language in (QUICK if given.quick else LANGUAGES)}
    chosen = list(range(given.odd, len(sets["en"].questions), given.every))
    page = Page(
        given.out / ("retrieval-quick.md" if given.quick else "retrieval.md"),
        "Retrieval on XQuAD",
        f"{len(chosen)} questions a language, 240 passages; means with 95 % bootstrap intervals over questions.",
    )
    collection = Collection(sets, embedder)
    same = in_one_language(page, given.data, collection, chosen)
    across(page, collection, chosen, same)
    growing(page, sets, embedder, given.every)
    if not given.quick:
        mixed(page, "Twelve languages in one index", collection, dict.fromkeys(sets, chosen[::4]))


if __name__ == "__main__":
    main()
