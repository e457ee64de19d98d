"""The samples ask about the seeds, in three languages."""

import io
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answer import Question
from bot.answers.answerer import build_answerer
from bot.settings import BotSettings
from bot.terminal import tour
from bot.terminal.conversation import chosen_form
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.settings import CorpusSettings
from ingest.text.languages import identify
from tests.bot.terminal.answers import Scripted

SEEDS = Path(__file__).parents[3] / "seeds"


class Holding:
    """An index that holds these sources."""

    def __init__(self, *sources: str) -> None:
        self.sources = sources

    def article(self, source: str) -> Any:
        return source if source in self.sources else None


def test_samples_name_seeds_and_are_in_three_languages() -> None:
    assert all((SEEDS / source).is_file() for _, sources in tour.SAMPLES for source in sources)
    assert {identify(question) for question, _ in tour.SAMPLES} == {"ar", "nb", "en"}


def test_only_an_index_of_the_seeds_has_a_tour() -> None:
    sources = [source for _, named in tour.SAMPLES for source in named]
    assert tour.has_seeds(Holding(*sources, "another.txt"))  # type: ignore[arg-type]
    assert not tour.has_seeds(Holding(*sources[:-1]))  # type: ignore[arg-type]


def test_tour_shows_each_question_with_its_answer() -> None:
    answerer, out = Scripted(), io.StringIO()
    tour.show_samples(answerer, chosen_form(out, as_json=False), out)
    assert answerer.asked == [question for question, _ in tour.SAMPLES]
    assert all(question in out.getvalue() for question in answerer.asked)


@pytest.mark.slow
def test_samples_are_answered_from_the_sources_they_name(seeds: CorpusSettings, embedder: Embedder) -> None:
    settings = BotSettings(articles_dir=seeds.articles_dir, data_dir=seeds.data_dir)
    with closing(Index(settings)) as index:
        assert tour.has_seeds(index)
        answerer = build_answerer(settings, index, embedder)
        for question, sources in tour.SAMPLES:
            answer = answerer.answer(Question(question))
            assert set(sources) <= {citation.source for citation in answer.citations}, question
