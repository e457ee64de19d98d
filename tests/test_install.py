"""`.ci/install` in a scratch folder, with a pip that only tells its settings and a uv that only notes its calls."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

REPO = Path(__file__).parent.parent

PYTHON = """#!/bin/sh
case "$*" in
    *'import uv'*) exit 0 ;;
    *'pip config list'*) cat pip-settings ;;
esac
"""
UV = """#!/bin/sh
echo "$@" >> called
env | grep -E '^(UV_|SSL_)' | sort > environment
[ ! -e torch-is-elsewhere ] || case "$*" in *torch-backend*) ;; *) echo "no torch" >&2; exit 1 ;; esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / ".ci").mkdir()
    shutil.copy(REPO / ".ci/install", tmp_path / ".ci/install")
    tools = tmp_path / ".venv/bin"
    tools.mkdir(parents=True)
    for name, script in (("python", PYTHON), ("uv", UV)):
        (tools / name).write_text(script, encoding="utf-8")
        (tools / name).chmod(0o755)
    (tmp_path / "pip-settings").write_text("", encoding="utf-8")
    return tmp_path


def install(checkout: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "PIP_", "SSL_"))}
    return subprocess.run(
        [checkout / ".ci/install", *arguments],
        cwd="/",
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def given(checkout: Path) -> dict[str, str]:
    lines = (checkout / "environment").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def calls(checkout: Path) -> list[str]:
    return (checkout / "called").read_text(encoding="utf-8").splitlines()


def test_settings_of_pip_reach_uv(checkout: Path) -> None:
    (checkout / "pip-settings").write_text(
        ":env:.find-links='/wheels /more'\n"
        "global.cert='/certificates.pem'\n"
        "global.extra-index-url='file:///one/simple\\nfile:///two/simple'\n"
        "global.find-links='/not-these'\n"
        "global.index-url='https://packages.example/simple'\n"
        "install.timeout='9'\n",
        encoding="utf-8",
    )
    assert install(checkout, "run").returncode == 0
    assert given(checkout) == {
        "UV_FIND_LINKS": "/wheels,/more",
        "UV_DEFAULT_INDEX": "https://packages.example/simple",
        "UV_INDEX": "file:///one/simple file:///two/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_NO_PROGRESS": "1",
        "SSL_CERT_FILE": "/certificates.pem",
        "UV_HTTP_TIMEOUT": "9",
    }


def test_what_is_set_for_uv_already_stays(checkout: Path) -> None:
    (checkout / "pip-settings").write_text("global.index-url='https://packages.example/simple'\n", encoding="utf-8")
    install(checkout, "run", UV_DEFAULT_INDEX="https://other.example/simple")
    assert given(checkout)["UV_DEFAULT_INDEX"] == "https://other.example/simple"


def test_nothing_is_set_where_pip_has_no_settings(checkout: Path) -> None:
    assert install(checkout, "run").returncode == 0
    assert set(given(checkout)) == {"UV_INDEX_STRATEGY", "UV_NO_PROGRESS"}


def test_tools_for_development_only_on_request(checkout: Path) -> None:
    install(checkout, "run")
    install(checkout, "dev")
    assert [call.rpartition(" ")[2] for call in calls(checkout)] == [".", ".[dev,bench,docs]"]
    assert all("--constraints requirements.lock" in call for call in calls(checkout))


def test_torch_is_looked_for_in_its_own_index_where_no_folder_has_it(checkout: Path) -> None:
    (checkout / "torch-is-elsewhere").touch()
    assert install(checkout, "run").returncode == 0
    assert ["--torch-backend cpu" in call for call in calls(checkout)] == [False, True]


def test_failure_is_told_with_status_one(checkout: Path) -> None:
    (checkout / ".venv/bin/uv").write_text("#!/bin/sh\necho 'no network' >&2\nexit 2\n", encoding="utf-8")
    finished = install(checkout, "run")
    assert finished.returncode == 1
    assert "no network" in finished.stderr
    assert "could not be installed" in finished.stderr


def test_missing_python_is_told(checkout: Path) -> None:
    (checkout / ".venv/bin/python").unlink()
    finished = install(checkout, "run", PYTHON="no-such-python")
    assert finished.returncode == 1
    assert finished.stderr.startswith("Kilde needs Python 3.11 or newer")


def test_other_words_are_usage(checkout: Path) -> None:
    assert install(checkout, "everything").returncode == 2
