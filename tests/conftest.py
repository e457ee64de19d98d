"""What many tests need: no settings from outside, one real embedder for the whole run, a small corpus and the seeds.

Whatever is `session` scoped is shared and must not be changed by a test.
"""

import logging
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from ingest.logs import OURS, TOLD_BY_US
from ingest.settings import KEYS, CorpusSettings

if TYPE_CHECKING:
    from ingest.models.embedding import Embedder
    from ingest.models.qa_model import QAModel

REPO = Path(__file__).parent.parent

# Before anything imports torch, whose waiting threads would otherwise spin beside the browser and other processes.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

# A shell starts what it puts into the background with Ctrl-C ignored, and children inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


# The first example reads tables of languages, and other programs may take the processor meanwhile: no example is late.
settings.register_profile("patient", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=10)
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key in the developer's environment changes nothing (`.env` is only read by `load_settings`)."""
    for key in KEYS:
        monkeypatch.delenv(key, raising=False)


@pytest.fixture(autouse=True)
def levels_of_logging() -> Iterator[None]:
    """A command that a test runs sets the levels of our loggers; the next test finds them as they were."""
    loggers = [logging.getLogger(name) for name in (None, *OURS, TOLD_BY_US)]
    before = [logger.level for logger in loggers]
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


@pytest.fixture(scope="session")
def shared_data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DATA_DIR for the whole run; the weights are unpacked into its `models` once, whichever worker comes first."""
    folder = tmp_path_factory.mktemp("shared-data")
    if "PYTEST_XDIST_WORKER" in os.environ:
        models = tmp_path_factory.getbasetemp().parent / "models"
        models.mkdir(exist_ok=True)
        (folder / "models").symlink_to(models)
    return folder


@pytest.fixture(scope="session")
def embedder(shared_data_dir: Path) -> "Embedder":
    """The packaged model itself; loading it takes some seconds, once."""
    from ingest.models.embedding import load_embedder

    return load_embedder("packaged", shared_data_dir)


@pytest.fixture(scope="session")
def qa_model(embedder: "Embedder") -> "QAModel":
    """The packaged QA model on top of it."""
    from ingest.models.qa_model import load_qa_model

    model = load_qa_model("packaged", embedder)
    assert model is not None
    return model


@pytest.fixture(scope="session")
def fresh_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a database of the bot with nothing in it, whose tables are up to date; to be copied."""
    from bot.memory import Memory, database_url

    folder = tmp_path_factory.mktemp("fresh-database")
    Memory(database_url(None, folder)).close()
    return folder / "kilde.db"


def copy_fresh(database: Path, file: Path) -> None:
    """Put a copy of `fresh_database` where there is none yet: to make its tables takes longer than most tests."""
    if not file.exists():
        file.parent.mkdir(0o700, parents=True, exist_ok=True)
        shutil.copyfile(database, file)
        file.chmod(0o600)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of three short articles: English, Arabic, and in a sub-folder Norwegian."""
    folder = tmp_path / "articles"
    (folder / "north").mkdir(parents=True)
    (folder / "bridge.txt").write_text(
        "(Harbour Wire) – The bridge over the Lerk opened on 4 May, a month early.\n"
        "It is 312 metres long and has a lane for bicycles.\n",
        encoding="utf-8",
    )
    (folder / "market.txt").write_text(
        "(وكالة المرفأ) – افتُتح سوق السمك الجديد في المدينة القديمة يوم الأحد.\nيضم السوق 85 متجرًا ومطعمًا واحدًا.\n",
        encoding="utf-8",
    )
    (folder / "north" / "school.txt").write_text(
        "(Fjordposten) – Skolen på Lyngsund får nytt tak før vinteren.\nTaket koster 3,4 millioner kroner.\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="session")
def seeds(shared_data_dir: Path, embedder: "Embedder") -> CorpusSettings:
    """Settings under which the packaged seeds are ingested with the real model."""
    from ingest.pipeline import ingest

    settings = CorpusSettings(articles_dir=REPO / "seeds", data_dir=shared_data_dir)
    report = ingest(settings, lambda: embedder)
    assert report.new == len([path for path in (REPO / "seeds").iterdir() if path.suffix in {".txt", ".md"}])
    return settings
