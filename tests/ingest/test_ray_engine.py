"""Ingestion by Ray's workers, real ones: the index of a plain run, bit for bit, whoever is killed meanwhile."""

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest

from ingest import __main__ as command
from ingest import ray_engine
from ingest.engine import Engine, LocalEngine
from ingest.errors import ModelMismatch, PackageMissing, WorkersLost
from ingest.models.embedding import load_embedder
from ingest.models.packaged.model_folder import write_folder
from ingest.models.packaged.weights_file import PackagedFile
from ingest.pipeline import ingest
from ingest.ray_engine import RayEngine
from ingest.report import IngestReport, Progress
from ingest.settings import CorpusSettings
from tests.ingest.catalogue_bits import bits
from tests.ingest.fakes import settings_in, write_articles
from tests.ingest.index_state import contents
from tests.ingest.tiny_model import tiny_model

SAMPLES = Path(__file__).parent / "readers/samples"
HERE = Path("/proc")

with_ray = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("ray") is None, reason="the extra `ray` is not installed; `make ray` does so"),
    pytest.mark.skipif(not (HERE / "self/stat").exists(), reason="workers are found by /proc"),
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    write_folder(PackagedFile(tiny_model()), folder)
    return folder


@pytest.fixture
def settings(tmp_path: Path, model: Path) -> CorpusSettings:
    """Forty articles, a dump, an archive, and a file that holds nothing."""
    settings = settings_in(tmp_path, embedding_model=str(model))
    write_articles(settings.articles_dir, range(40))
    for name in ("dump.jsonl", "bundle.zip", "report.html"):
        shutil.copy(SAMPLES / name, settings.articles_dir)
    (settings.articles_dir / "0020a.txt").write_bytes(b"")
    return settings


@pytest.fixture(autouse=True)
def small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ray_engine, "FILES", 5)
    monkeypatch.setattr(ray_engine, "TEXTS", 8)
    monkeypatch.setattr(ray_engine, "PATIENCE", 240.0)
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    monkeypatch.setenv("RAY_worker_niceness", "0")  # other programs would else hold them up for minutes


def run(
    settings: CorpusSettings, engine: Engine | None = None, progress: Callable[[Progress], None] = lambda _: None
) -> IngestReport:
    load = partial(load_embedder, settings.embedding_model, settings.data_dir)
    return ingest(settings, load, engine=engine or LocalEngine(), progress=progress)


def workers() -> Iterator[int]:
    """Ray's workers among the processes that this one has started, that do a task."""
    parents: dict[int, int] = {}
    for stat in HERE.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            number, _, rest = stat.read_text().partition(" (")
            parents[int(number)] = int(rest.rpartition(") ")[2].split()[1])
    for process in parents:
        with contextlib.suppress(OSError):
            name = (HERE / str(process) / "cmdline").read_bytes()
            if name.startswith((b"ray::embed", b"ray::read")) and os.getpid() in _ancestors(process, parents):
                yield process


def _ancestors(number: int, parents: dict[int, int]) -> set[int]:
    found: set[int] = set()
    while (number := parents.get(number, 0)) and number not in found:
        found.add(number)
    return found


class Killer:
    """Kills whoever works as soon as something was embedded, once."""

    def __init__(self) -> None:
        self.killed: list[int] = []

    def __call__(self, progress: Progress) -> None:
        if progress.passages and not self.killed:
            began = time.monotonic()
            while not self.killed and time.monotonic() - began < 60:
                for number in workers():
                    os.kill(number, signal.SIGKILL)
                    self.killed.append(number)


class TestWithRay:
    pytestmark = with_ray

    def test_the_index_is_that_of_a_plain_run_though_workers_are_killed(self, settings: CorpusSettings) -> None:
        plain, killer = run(settings), Killer()
        expected = bits(settings)
        other = settings.model_copy(update={"data_dir": settings.data_dir.with_name("by-ray")})
        handler = signal.getsignal(signal.SIGTERM)
        with RayEngine(other, workers=2) as engine:
            report = run(other, engine, killer)
            assert signal.getsignal(signal.SIGTERM) is handler
        assert killer.killed
        assert bits(other) == expected
        assert contents(other) == contents(settings)
        assert (report.new, report.passages) == (plain.new, plain.passages)
        assert [failure.source for failure in report.failed] == ["0020a.txt"]
        assert list(workers()) == []

    def test_a_run_that_was_interrupted_is_gone_on_with(self, settings: CorpusSettings) -> None:
        def stop(progress: Progress) -> None:
            if progress.passages:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt), RayEngine(settings, workers=1) as engine:
            run(settings, engine, stop)
        assert contents(settings).articles == ()
        run(settings)
        other = settings.model_copy(update={"data_dir": settings.data_dir.with_name("plain")})
        run(other)
        assert bits(settings) == bits(other)

    def test_a_worker_with_other_weights_is_refused(self, settings: CorpusSettings, tmp_path: Path) -> None:
        (tmp_path / "other").mkdir()
        write_folder(PackagedFile(tiny_model(1)), tmp_path / "other")
        theirs = settings.model_copy(update={"embedding_model": str(tmp_path / "other")})
        refused = pytest.raises(ModelMismatch, match="other weights on a Ray worker")
        with RayEngine(theirs, workers=1) as engine, refused:
            run(settings, engine)

    def test_nothing_to_do_starts_no_ray(self, settings: CorpusSettings) -> None:
        (settings.articles_dir / "0020a.txt").unlink()
        run(settings)
        with RayEngine(settings) as engine:
            assert run(settings, engine).unchanged > 40
            assert engine._ray is None


class SlowRay:
    """Ray on a machine so busy that it is not up in time at first, or that refuses for another reason."""

    def __init__(self, *errors: Exception) -> None:
        self.errors, self.started, self.ended = list(errors), 0, 0

    def init(self, **_: object) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.started += 1

    def shutdown(self) -> None:
        self.ended += 1


def test_a_start_that_took_too_long_is_tried_again_and_in_the_end_told_in_a_sentence() -> None:
    late, busy = Exception("The current node timed out during startup."), ConnectionError("no such cluster\nat all")
    slow = SlowRay(late, late)
    ray_engine._start(slow, {})
    assert (slow.started, slow.ended) == (1, 2)
    with pytest.raises(WorkersLost, match=r"^Ray could not be started or reached: The current node timed out"):
        ray_engine._start(SlowRay(*[late] * ray_engine.STARTS), {})
    refused = SlowRay(busy)
    with pytest.raises(WorkersLost, match=r"no such cluster$"):
        ray_engine._start(refused, {})
    assert refused.started == 0


def test_without_the_package_a_sentence_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ray_engine, "find_spec", lambda _: None)
    settings = settings_in(tmp_path)
    with pytest.raises(PackageMissing, match=r"\[ray\]"):
        RayEngine(settings)
    monkeypatch.chdir(tmp_path)
    assert command.main(["--engine", "ray", "--corpus", str(settings.articles_dir)]) == 2
    assert "'.[ray]'" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--engine", "ray", "--watch"], ["--workers", "0"], ["--engine", "spark"]])
def test_what_makes_no_sense_is_refused(wrong: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.main(wrong)
