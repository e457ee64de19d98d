"""The real application, to be run in a process of its own: watched, flooded, killed. Settings are in the environment.

`run(answers, seconds)`: with `packaged` it is the bot as it is. `words` differs in the embedder alone, which costs
nothing: index, catalogue, answerer, database and HTTP are the real ones. `scripted` answers with one sentence after so
many seconds, from no index.
"""

import time
from datetime import date
from typing import Literal, get_args

from bot.answers.answer import Answer, Question
from bot.answers.answerer import Answerer, ArticleAnswerer
from bot.answers.progress import Tell, silently
from bot.briefings.briefer import StoryBriefer
from bot.briefings.briefing import Briefer
from bot.briefings.story_membership import StoryBook
from bot.quotes.citation import Citation, Statement
from bot.settings import BotSettings
from bot.telegram.app import run_telegram
from bot.telegram.job_setup import Clockwork
from ingest.index import editions
from ingest.index.index import Index
from ingest.logs import start_logging
from ingest.models.embedding import Embedder, load_embedder
from ingest.pipeline import ingest
from tests.bot.telegram.conftest import Shelf, Unbriefed
from tests.ingest.fakes import WordEmbedder

Answers = Literal["words", "packaged", "scripted"]
ANSWERS: tuple[Answers, ...] = get_args(Answers)
SENTENCE = "Havnen i Vardø åpner igjen den 3. mars 2024."


class Scripted:
    """Answers every question with the same sentence and the question, after some time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def answer(self, question: Question, tell: Tell = silently) -> Answer:
        time.sleep(self._seconds)
        citation = Citation(
            number=1,
            source="havn.txt",
            content_hash="0" * 64,
            start=0,
            end=len(SENTENCE),
            first_line=1,
            last_line=1,
            quote=SENTENCE,
            language="nb",
            title="Havnen",
            published=date(2024, 2, 28),
        )
        said = Statement(f"{SENTENCE} ({question.text})", (1,))
        return Answer(question.text, "nb", (said,), (citation,), (), abstained=False, seconds=self._seconds)


def run(answers: Answers, seconds: float) -> None:
    settings = BotSettings()
    start_logging(settings.log_level, settings.log_format)
    if answers == "scripted":
        run_telegram(settings, Scripted(seconds), Shelf(), Clockwork(lambda _: Unbriefed()))
    else:
        _run_on_index(settings, answers)


def _run_on_index(settings: BotSettings, answers: Answers) -> None:
    embedder: Embedder = load_embedder("packaged", settings.data_dir) if answers == "packaged" else WordEmbedder()
    if editions.current(editions.folder(settings.data_dir)) is None:
        ingest(settings, lambda: embedder)
    index = Index(settings)
    answerer: Answerer = ArticleAnswerer(index, embedder, caution="low")

    def briefers(book: StoryBook) -> Briefer:
        return StoryBriefer(index, embedder, book)

    run_telegram(settings, answerer, index, Clockwork(briefers))
