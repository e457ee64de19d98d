"""Kilde itself on the preview: the real application, answerer and index, and an empty memory."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from bot.answers.answerer import ArticleAnswerer
from bot.briefings.briefer import StoryBriefer
from bot.memory import Memory, database_url
from bot.preview import Preview
from bot.preview.command import settings_for
from bot.preview.running import running
from bot.settings import BotSettings
from bot.telegram.api.lifecycle import WANTED
from bot.telegram.app import build_application
from bot.telegram.works import Clockwork
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.settings import CorpusSettings


def kilde(
    corpus: CorpusSettings, embedder: Embedder, folder: Path
) -> Callable[[Preview], AbstractAsyncContextManager[None]]:
    """Runs Kilde over an ingested corpus; what it remembers is kept in `folder` from one run to the next."""

    @asynccontextmanager
    async def run(preview: Preview) -> AsyncIterator[None]:
        loaded = BotSettings(articles_dir=corpus.articles_dir, data_dir=corpus.data_dir)
        settings = settings_for(preview, loaded, folder)
        index, memory = Index(settings), Memory(database_url(settings.database_url, settings.data_dir))
        try:
            answerer = ArticleAnswerer(index, embedder, None)
            clockwork = Clockwork(lambda book: StoryBriefer(index, embedder, book), preview.clock.now, 0.2)
            application = build_application(settings, answerer, index, memory, clockwork)
            async with running(application, WANTED):
                yield
        finally:
            memory.close()
            index.close()

    return run
