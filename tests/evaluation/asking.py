"""The bot's own answerer over folders of articles: real ingestion, real model, real Chroma, settings as they come.

Takes folders and settings to change; gives an Answerer and its index. The packaged weights are unpacked once, beside
the results; no `.env` is read.
"""

import argparse
import contextlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answers.answerer import Answerer, build_answerer
from bot.settings import BotSettings
from ingest.models.embedding import Embedder, load_embedder
from ingest.pipeline import ingest
from tests.evaluation.indexes import PartialIndex


def setting_option(parser: argparse.ArgumentParser) -> None:
    """Add `--set KEY=VALUE`."""
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="a setting of the bot, such as CAUTION=high"
    )


def changed(given: Sequence[str]) -> dict[str, str]:
    """Read what was given with `--set`."""
    pairs = [each.partition("=") for each in given]
    return {key.strip().lower(): value for key, _, value in pairs}


@contextlib.contextmanager
def merged(folders: Sequence[Path]) -> Iterator[Path]:
    """Copy the articles of several folders into one, under the names that they have there.

    Raises:
        SystemExit: Two of them have the same name, or a folder is not there.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for source in folders:
            if not source.is_dir():
                raise SystemExit(f"{source} is not a folder; name one with articles.")
            for path in sorted(each for each in source.rglob("*") if each.is_file()):
                target = Path(folder) / path.relative_to(source)
                if target.exists():
                    raise SystemExit(f"{path} has the name of another article; rename one of them.")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, target)
        yield Path(folder)


@contextlib.contextmanager
def answering(
    articles: Path, data: Path, models: Path, settings: Mapping[str, str] | None = None
) -> Iterator[tuple[Answerer, PartialIndex]]:
    """Ingest a folder and answer from it.

    Args:
        articles: With the articles.
        data: Where the index is kept; what it knows already is not ingested again.
        models: Below which the packaged weights are unpacked.
        settings: Those that should not be as they come.
    """
    chosen = {"articles_dir": articles, "data_dir": data, "llm_model": None, **(settings or {})}
    loaded = BotSettings(**chosen)  # type: ignore[arg-type]
    embedder: Embedder = load_embedder(loaded.embedding_model, models)
    ingest(loaded, lambda: embedder)
    with contextlib.closing(PartialIndex(loaded)) as index:
        yield build_answerer(loaded, index, embedder), index
