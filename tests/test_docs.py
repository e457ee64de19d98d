"""The pages keep up with the code: settings, commands, options, exit statuses, targets, files; and name no machine."""

import argparse
import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import pytest

from bot import __main__ as bot_command
from bot.monitoring.recorder import METRICS, MetricKind
from bot.settings import BotSettings
from bot.texts import LANGUAGES
from ingest import __main__ as ingest_command
from ingest import __version__
from ingest.settings import KEYS

REPO = Path(__file__).parent.parent
README = (REPO / "README.md").read_text(encoding="utf-8")
MANUAL = {path.name: path.read_text(encoding="utf-8") for path in sorted((REPO / "docs").glob("*.md"))}
PAGES = (
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    *(f"docs/{name}" for name in MANUAL),
    "mkdocs.yml",
    ".env.example",
    "Makefile",
    "Dockerfile",
    ".ci/run",
    ".ci/install",
    ".pre-commit-config.yaml",
    *(str(path.relative_to(REPO)) for path in sorted((REPO / ".github").rglob("*.yml"))),
)


def options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices
            for inner in action.choices.values():
                yield from options(inner)
        yield from (option for option in action.option_strings if option not in {"-h", "--help"})


def row(page: str, first: str) -> str:
    """The table row of a page of the manual whose first cell begins with this."""
    (found,) = [line for line in MANUAL[page].splitlines() if line.startswith(f"| `{first}`")]
    return found


def statuses(command: ModuleType) -> set[int]:
    """The exit statuses of a command: every number that its functions return."""
    tree = ast.parse(inspect.getsource(command))
    returned = [node.value for node in ast.walk(tree) if isinstance(node, ast.Return) and node.value is not None]
    ends = [end for value in returned for end in _ends(value)]
    return {end.value for end in ends if isinstance(end, ast.Constant) and isinstance(end.value, int)}


def _ends(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, ast.IfExp):
        yield from _ends(value.body)
        yield from _ends(value.orelse)
    else:
        yield value


@pytest.mark.parametrize("key", KEYS)
def test_setting_has_a_row_with_its_default(key: str) -> None:
    default = BotSettings.model_fields[key.lower()].default
    cell = row("settings.md", key).split("|")[2].strip()
    if isinstance(default, frozenset) or default in (None, ""):
        assert cell == ""
    elif key != "TELEGRAM_BASE_URL":
        assert f"`{default:g}`" == cell if isinstance(default, float) else f"`{default}`" == cell


def test_there_is_a_row_for_settings_alone() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|", MANUAL["settings.md"], re.MULTILINE)
    assert sorted(rows) == sorted(KEYS)


@pytest.mark.parametrize("option", sorted(set(options(ingest_command._parser()))))
def test_option_of_ingest_is_explained(option: str) -> None:
    assert re.search(rf"^\| [^|]*`{option}[` ]", MANUAL["command-line.md"], re.MULTILINE)


@pytest.mark.parametrize("word", sorted(set(options(bot_command._parser()))))
def test_command_of_the_bot_is_explained(word: str) -> None:
    page = MANUAL["command-line.md"]
    assert re.search(f"`{word}[ `]", page) if word.startswith("-") else f"| `python -m bot {word}" in page


def test_exit_statuses_are_explained() -> None:
    assert statuses(ingest_command) == {0, 1, 2, 3, 130}
    assert {0, 2, 130} <= statuses(bot_command)
    _, _, section = MANUAL["command-line.md"].partition("## Exit status\n")
    explained = {int(status) for status in re.findall(r"^\| `(\d+)` \|", section, re.MULTILINE)}
    assert explained == statuses(ingest_command) | statuses(bot_command)


def test_commands_in_telegram_are_explained() -> None:
    catalogue = (REPO / "bot/texts/en.po").read_text(encoding="utf-8")
    commands = re.findall(r'^msgid "command\.(\w+)"', catalogue, re.MULTILINE)
    assert len(commands) >= 5
    explained = re.findall(r"^\| `/(\w+)`", MANUAL["in-telegram.md"], re.MULTILINE)
    assert sorted(explained) == sorted(commands)


@pytest.mark.parametrize("language", LANGUAGES)
def test_interface_language_is_listed(language: str) -> None:
    assert re.search(rf"^\| [\w ]+ \(`{language}`\) \|", MANUAL["in-telegram.md"], re.MULTILINE)


def test_make_targets_are_explained_and_exist() -> None:
    makefile = (REPO / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert sorted(targets) == sorted(phony.split())
    contributing = (REPO / "CONTRIBUTING.md").read_text(encoding="utf-8")
    _, _, table = contributing.partition("| `make` … | does |")
    rows = table.partition("\n\n")[0]
    assert set(re.findall(r"`([a-z-]+)`", "\n".join(line.split("|")[1] for line in rows.splitlines()[2:]))) == set(
        targets
    )


def test_first_two_commands_are_run_and_test() -> None:
    assert re.findall(r"^```\n(.*)\n```", README, re.MULTILINE)[:2] == ["make run", "make test"]


def test_the_readme_fits_two_screens() -> None:
    assert len(README.splitlines()) <= 150


def test_the_newest_entry_of_the_changelog_is_this_version_with_its_date() -> None:
    headings = re.findall(r"^## (.*)$", (REPO / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    releases = [re.fullmatch(r"(\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)", heading) for heading in headings]
    assert all(releases), headings
    assert releases[0] is not None
    assert releases[0][1] == __version__
    dates = [release[2] for release in releases if release]
    assert dates == sorted(dates, reverse=True)


def test_files_that_a_recipe_names_exist() -> None:
    recipes = (REPO / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Recipes")[2]
    named = [path for path in re.findall(r"`((?:bot|ingest|tests|docs)/[\w./*-]+)`", recipes) if path == path.lower()]
    assert len(named) > 20
    assert [path for path in named if not list(REPO.glob(path))] == []


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    assert (REPO / ".ci/run").read_text(encoding="utf-8").rstrip().endswith("exec make test")


@pytest.mark.parametrize("page", PAGES)
def test_page_names_no_machine(page: str) -> None:
    text = (REPO / page).read_text(encoding="utf-8")
    assert not re.search(r"/(root|home|opt|tmp|work|Users)/", text)
    hosts = {urlsplit(address).hostname or "" for address in re.findall(r"https?://[^\s`\"'|);]+", text)}
    others = hosts - {"api.telegram.org", "127.0.0.1", "localhost"}
    assert not [host for host in others if not re.search(r"(^|\.)example(\.org)?$", host)], "RFC 2606 names alone"


@pytest.mark.parametrize("page", [page for page in PAGES if page.endswith(".md")])
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", (REPO / page).read_text(encoding="utf-8")):
        assert (REPO / page).parent.joinpath(target).exists(), target


def test_every_page_of_the_manual_is_in_its_list() -> None:
    listed = re.findall(r": ([a-z-]+\.md)$", (REPO / "mkdocs.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(MANUAL)


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "CHANGELOG.md"])
def test_what_the_manual_includes_links_to_nothing_beside_it(page: str) -> None:
    assert not re.search(r"\]\((?!#)", (REPO / page).read_text(encoding="utf-8")), "it would be a dead link there"


@pytest.mark.skipif(find_spec("mkdocs") is None, reason="the extra `docs` is not installed")
def test_the_manual_builds_and_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(tmp_path)]
    subprocess.run(build, cwd=REPO, check=True)
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) > len(MANUAL)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.findall(r"<(?:script|img|iframe|link)[^>]*(?:src|href)=\"?(?:https?:)?//[^>]*>", text), page.name


def test_scripts_are_valid_shell() -> None:
    for script, shell in ((".ci/run", "bash"), (".ci/install", "sh"), (".ci/container", "sh")):
        subprocess.run([shell, "-n", REPO / script], check=True)
        assert (REPO / script).stat().st_mode & 0o111


def test_the_log_of_experiments_is_in_order() -> None:
    days = re.split(r"^## ", (REPO / "tests/evaluation/LOG.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
    dates = [day[:10] for day in days]
    assert dates == sorted(dates, reverse=True), "newest day first"
    headings = [heading for day in reversed(days) for heading in re.findall(r"^### (.*)", day, re.MULTILINE)]
    numbers = [heading.partition(". ")[0] for heading in headings]
    assert numbers == [str(number) for number in range(1, len(headings) + 1)], "within a day oldest first, no gaps"


def test_every_metric_has_a_row() -> None:
    rows = re.findall(r"`(kilde_\w+)`", "\n".join(re.findall(r"^\| .*", MANUAL["watch.md"], re.MULTILINE)))
    assert sorted(rows) == sorted(
        f"{metric.name}_total" if metric.kind is MetricKind.COUNTER else metric.name for metric in METRICS
    )
