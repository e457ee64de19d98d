"""The wheel: what is in it, and that its two commands start where nothing else of the repository is."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from bot.texts import LANGUAGES
from ingest import __version__

REPO = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    finished = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=REPO)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    install = ("pip", "install", "--quiet", "--offline", "--no-deps", "--python", sys.executable, "--target")
    run(sys.executable, "-m", "uv", *install, folder, wheel, cwd=folder)
    return folder


def tracked(*folders: str) -> set[str]:
    """Files that git knows or would know, so that a forgotten ignore rule shows."""
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", *folders, cwd=REPO)
    return {name for name in listed.splitlines() if (REPO / name).is_file()}


def test_wheel_holds_both_packages_whole_and_nothing_else(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert inside == tracked("bot", "ingest")


def test_wheel_holds_texts_migrations_and_the_preview_page(wheel: Path) -> None:
    inside = zipfile.ZipFile(wheel).namelist()
    assert {f"bot/texts/{language}.po" for language in LANGUAGES} <= set(inside)
    assert {"bot/answers/smalltalk.toml", "ingest/cleaning/phrases.toml", "ingest/models/generic.toml"} <= set(inside)
    assert "ingest/models/qa/adapter.safetensors" in inside
    assert any(name.startswith("bot/memory/migrations/versions/") for name in inside)
    assert any(name.startswith("bot/preview/site/") for name in inside)


@pytest.mark.parametrize(("script", "usage"), [("kilde", "python -m bot"), ("kilde-ingest", "python -m ingest")])
def test_scripts_start_away_from_the_repository(installed: Path, tmp_path: Path, script: str, usage: str) -> None:
    said = run(installed / "bin" / script, "--help", cwd=tmp_path, PYTHONPATH=str(installed))
    assert usage in said


@pytest.mark.parametrize("script", ["kilde", "kilde-ingest"])
def test_scripts_say_their_version(installed: Path, tmp_path: Path, script: str) -> None:
    said = run(installed / "bin" / script, "--version", cwd=tmp_path, PYTHONPATH=str(installed))
    assert said == f"kilde {__version__}\n"


def test_wheel_bears_the_version(wheel: Path) -> None:
    assert wheel.name == f"kilde-{__version__}-py3-none-any.whl"


def test_lock_names_versions_and_no_host_and_no_cuda() -> None:
    lines = (REPO / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert len(lines) > 100
    for line in lines:
        requirement, _, _ = line.partition(" ; ")
        name, _, version = requirement.partition("==")
        assert name.replace("-", "").replace(".", "").isalnum(), line
        assert version, line
        assert "/" not in line
        assert not name.startswith(("nvidia", "triton", "cuda"))
    assert "torch==2.13.0+cpu ; sys_platform == 'linux'" in lines


def test_lock_pins_every_direct_dependency() -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(one for group in project["optional-dependencies"].values() for one in group)]
    names = {re.split(r"[\[<>=!~; ]", requirement)[0].lower() for requirement in wanted}
    locked = {line.partition("==")[0] for line in (REPO / "requirements.lock").read_text(encoding="utf-8").splitlines()}
    assert names <= locked
