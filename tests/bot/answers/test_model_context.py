"""What a language model is shown: the best passages with what stands around them, within a budget."""

from dataclasses import replace

import pytest

from bot.answers.model_context import cost_of, shown_to_model
from ingest.index.catalogue import StoredPassage
from tests.bot.quotes.stored import store

LONG = "".join(
    f"The harbour of town {n} was closed on day {n} because of the storm, the office said. " * 6 + "\n"
    for n in range(6)
)
ARTICLES = {
    name: [replace(passage, id=100 * number + passage.id) for passage in store(name, LONG, "en")]
    for number, name in enumerate(("a.txt", "b.txt"))
}


def passages_of(source: str) -> list[StoredPassage]:
    return ARTICLES[source]


@pytest.mark.parametrize("tokens", [1, 300, 700, 1_500, 100_000])
def test_the_budget_holds_and_the_best_is_always_shown(tokens: int) -> None:
    ordered = [ARTICLES["b.txt"][2], ARTICLES["a.txt"][1], ARTICLES["b.txt"][0]]
    shown = shown_to_model(ordered, passages_of, tokens)
    assert ordered[0] in shown
    assert len(shown) == len({passage.id for passage in shown})
    assert len(shown) == 1 or sum(map(cost_of, shown)) <= tokens


def test_neighbours_come_along_and_articles_stay_in_order() -> None:
    shown = shown_to_model([ARTICLES["b.txt"][2], ARTICLES["a.txt"][0]], passages_of, 100_000)
    assert shown == [*ARTICLES["b.txt"][1:4], *ARTICLES["a.txt"][:2]]
