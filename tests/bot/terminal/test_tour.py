"""The samples ask about the seeds, in three languages."""

import io
from pathlib import Path
from typing import Any

from bot.terminal import tour
from bot.terminal.conversation import chosen_form
from ingest.languages import identify
from tests.bot.terminal.answers import Scripted

SEEDS = Path(__file__).parents[3] / "seeds"


class Holding:
    """An index that holds these sources."""

    def __init__(self, *sources: str) -> None:
        self.sources = sources

    def article(self, source: str) -> Any:
        return source if source in self.sources else None


def test_samples_name_seeds_and_are_in_three_languages() -> None:
    assert all((SEEDS / source).is_file() for _, source in tour.SAMPLES)
    assert {identify(question) for question, _ in tour.SAMPLES} == {"ar", "nb", "en"}


def test_only_an_index_of_the_seeds_has_a_tour() -> None:
    sources = [source for _, source in tour.SAMPLES]
    assert tour.has_seeds(Holding(*sources, "another.txt"))  # type: ignore[arg-type]
    assert not tour.has_seeds(Holding(*sources[:-1]))  # type: ignore[arg-type]


def test_tour_shows_each_question_with_its_answer() -> None:
    answerer, out = Scripted(), io.StringIO()
    tour.show_samples(answerer, chosen_form(out, as_json=False), out)
    assert answerer.asked == [question for question, _ in tour.SAMPLES]
    assert all(question in out.getvalue() for question in answerer.asked)
