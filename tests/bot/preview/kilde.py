"""Kilde itself on the preview: the real application, answerer and index, and an empty memory."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from bot.answers.answerer import ArticleAnswerer
from bot.briefings.briefer import StoryBriefer
from bot.desk.newsroom import newsroom
from bot.memory import Memory, database_url
from bot.preview import Preview
from bot.preview.command import settings_for
from bot.preview.running import running
from bot.settings import BotSettings
from bot.telegram.api.lifecycle import wanted
from bot.telegram.app import build_application
from bot.telegram.job_setup import Clockwork
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel
from ingest.settings import CorpusSettings


def kilde(
    corpus: CorpusSettings, embedder: Embedder, folder: Path, qa_model: QAModel | None = None
) -> Callable[[Preview], AbstractAsyncContextManager[None]]:
    """Runs Kilde over an ingested corpus; what it remembers is kept in `folder` from one run to the next.

    Everybody on the preview may add articles.
    """

    @asynccontextmanager
    async def run(preview: Preview) -> AsyncIterator[None]:
        loaded = BotSettings(articles_dir=corpus.articles_dir, data_dir=corpus.data_dir)
        people = frozenset(user.id for user in preview.world.users.values() if not user.is_bot)
        settings = settings_for(preview, loaded, folder).model_copy(update={"editors": people})
        index, memory = Index(settings), Memory(database_url(settings.database_url, settings.data_dir))
        try:
            answerer = ArticleAnswerer(index, embedder, None, qa_model=qa_model)
            desk = newsroom(settings, index, embedder)
            clockwork = Clockwork(
                lambda book: StoryBriefer(index, embedder, book), preview.clock.now, 0.2, newsroom=desk
            )
            application = build_application(settings, answerer, index, memory, clockwork)
            async with running(application, wanted(settings)):
                yield
        finally:
            memory.close()
            index.close()

    return run
