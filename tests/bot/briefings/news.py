"""Seeds that come in bit by bit: a real index, and a real database for what is decided."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import URL

from bot.briefings.briefer import StoryBriefer
from bot.briefings.story_assigner import Assigner
from bot.memory import Memory
from ingest.index.index import Index
from ingest.models.centring import Centring
from ingest.models.embedding import Embedder
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from tests.conftest import REPO


class News:
    """Seeds that come in bit by bit."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self.settings = CorpusSettings(articles_dir=folder / "articles", data_dir=folder / "data")
        self.settings.articles_dir.mkdir()
        self.embedder = embedder
        self.memory = Memory(URL.create("sqlite", database=str(folder / "kilde.db")))
        self.centring = Centring(embedder)
        self.index: Index | None = None

    def write(self, *names: str) -> None:
        for path in (REPO / "seeds").iterdir():
            if path.name.startswith(names):
                (self.settings.articles_dir / path.name).write_bytes(path.read_bytes())
        self.ingest()

    def path(self, name: str) -> Path:
        return next(self.settings.articles_dir.glob(f"{name}*"))

    def ingest(self, *, rebuild: bool = False) -> None:
        ingest(self.settings, lambda: self.embedder, rebuild=rebuild)
        self.index = self.index or Index(self.settings)

    def assigner(self) -> Assigner:
        assert self.index
        return Assigner(self.index, self.centring, self.memory.stories)

    def stories(self, assigner: Assigner | None = None, now: datetime | None = None) -> dict[str, str]:
        """By the number of the seed."""
        found = (assigner or self.assigner()).placed(now or datetime.now(UTC))
        return {it.article.source[:3]: it.story for it in found}

    def briefer(self) -> StoryBriefer:
        assert self.index
        return StoryBriefer(self.index, self.embedder, self.memory.stories)
