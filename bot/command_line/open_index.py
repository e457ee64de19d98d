"""The index opened, and what answers and briefs from it made: for every command that asks.

Takes the settings, gives an Opened for as long as it is needed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.settings import BotSettings
from bot.visibility.collection_rules import Collections

if TYPE_CHECKING:
    from bot.answers.answerer import Answerer
    from bot.answers.retrieval import Retrieval
    from bot.briefings.briefer import Briefers
    from bot.desk.newsroom import Newsroom
    from bot.llm.language_model import LanguageModel
    from bot.visibility.per_chat import Sight
    from ingest.index.index import Index


@dataclass(frozen=True, slots=True)
class Opened:
    """What answers, briefs and searches, and from what; the language model if there is one; what editors work with.

    All of this knows every article; `sight` is for chats, which COLLECTIONS may show less.
    """

    index: "Index"
    answerer: "Answerer"
    briefers: "Briefers"
    model: "LanguageModel | None"
    newsroom: "Newsroom"
    retrieval: "Retrieval"
    sight: "Sight"


@contextmanager
def opened(settings: BotSettings) -> Iterator[Opened]:
    """Open the index and make what answers and briefs from it; the model takes seconds, so a person is told."""
    from bot.terminal.spinner import spinning

    with spinning("Opening the index and the model …"):
        made = _open(settings)
    try:
        yield made
    finally:
        made.index.close()


def _open(settings: BotSettings) -> Opened:
    from bot.answers.answerer import Answerer, build_answerer
    from bot.answers.retrieval import Retrieval
    from bot.briefings.briefer import StoryBriefer
    from bot.briefings.briefing import Briefer
    from bot.briefings.story_membership import StoryBook
    from bot.briefings.worded_briefer import WordedBriefer
    from bot.desk.newsroom import newsroom
    from bot.llm.language_model import load_language_model
    from bot.llm.second_opinion import second_opinion
    from bot.quotes.drafts import Judges
    from bot.quotes.vector_judge import judge_by
    from bot.visibility.per_chat import Makers, in_sight
    from ingest.index.index import Index
    from ingest.models.embedding import load_embedder
    from ingest.models.qa_model import load_qa_model

    index = Index(settings)
    try:
        embedder = load_embedder(settings.embedding_model, settings.data_dir)
        index.check(embedder)
        index.warm()
        qa_model = load_qa_model(settings.qa_model, embedder)
        model = load_language_model(settings.llm_model) if settings.llm_model else None
        answerer = build_answerer(settings, index, embedder, qa_model, model)
    except BaseException:
        index.close()
        raise

    def briefer(index: Index, book: StoryBook) -> Briefer:
        plain = StoryBriefer(index, embedder, book)
        judges = Judges(judge_by(embedder, qa_model), second_opinion(model, settings.llm_second_opinion))
        return WordedBriefer(plain, model, index, settings.briefing_entries, judges) if model else plain

    def answering(shown: Index) -> Answerer:
        return answerer if shown is index else build_answerer(settings, shown, embedder, qa_model, model)

    sight = in_sight(Collections.parse(settings.collections), index, Makers(answering, briefer))
    retrieval, staff = Retrieval(index, embedder), newsroom(settings, index, embedder)
    return Opened(index, answerer, partial(briefer, index), model, staff, retrieval, sight)
