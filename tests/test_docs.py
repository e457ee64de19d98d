"""The pages keep up with the code: settings, commands, options, targets and files; and they name no machine."""

import argparse
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import __main__ as bot_command
from bot.settings import BotSettings
from ingest import __main__ as ingest_command
from ingest.settings import KEYS

REPO = Path(__file__).parent.parent
README = (REPO / "README.md").read_text(encoding="utf-8")
PAGES = (
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    ".env.example",
    "Makefile",
    "Dockerfile",
    ".ci/run",
    ".ci/install",
)


def options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices
            for inner in action.choices.values():
                yield from options(inner)
        yield from (option for option in action.option_strings if option not in {"-h", "--help"})


def row(first: str) -> str:
    """The table row of the README whose first cell is this."""
    (found,) = [line for line in README.splitlines() if line.startswith(f"| `{first}`")]
    return found


@pytest.mark.parametrize("key", KEYS)
def test_setting_has_a_row_with_its_default(key: str) -> None:
    default = BotSettings.model_fields[key.lower()].default
    if isinstance(default, frozenset) or default is None:
        assert row(key).split("|")[2].strip() == ""
    elif key != "TELEGRAM_BASE_URL":
        assert f"`{default}`" in row(key).split("|")[2]


@pytest.mark.parametrize("option", sorted(set(options(ingest_command._parser()))))
def test_option_of_ingest_is_explained(option: str) -> None:
    assert re.search(rf"^\| [^|]*`{option}[` ]", README, re.MULTILINE)


@pytest.mark.parametrize("word", sorted(set(options(bot_command._parser()))))
def test_command_of_the_bot_is_explained(word: str) -> None:
    explained = (
        f"`python -m bot {word}" in README
        if not word.startswith("-")
        else re.search(f"`{word}[ `]", README) is not None
    )
    assert explained


def test_commands_in_telegram_are_explained() -> None:
    catalogue = (REPO / "bot/texts/en.po").read_text(encoding="utf-8")
    commands = re.findall(r'^msgid "command\.(\w+)"', catalogue, re.MULTILINE)
    assert len(commands) >= 5
    for command in commands:
        assert re.search(rf"^\| [^|]*`/{command}`", README, re.MULTILINE), command


def test_make_targets_are_explained_and_exist() -> None:
    makefile = (REPO / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert sorted(targets) == sorted(phony.split())
    _, _, table = README.partition("| `make` … | does |")
    rows = table.partition("\n\n")[0]
    assert set(re.findall(r"`([a-z-]+)`", "\n".join(line.split("|")[1] for line in rows.splitlines()[2:]))) == set(
        targets
    )


def test_first_two_commands_are_run_and_test() -> None:
    assert re.findall(r"^```\n(.*)\n```", README, re.MULTILINE)[:2] == ["make run", "make test"]


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    assert (REPO / ".ci/run").read_text(encoding="utf-8").rstrip().endswith("exec make test")


@pytest.mark.parametrize("page", PAGES)
def test_page_names_no_machine(page: str) -> None:
    text = (REPO / page).read_text(encoding="utf-8")
    assert not re.search(r"/(root|home|opt|tmp|work|Users)/", text)
    addresses = set(re.findall(r"https?://[^\s`\"'|)]+", text))
    assert addresses <= {"https://api.telegram.org"}


@pytest.mark.parametrize("page", [page for page in PAGES if page.endswith(".md")])
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (REPO / page).read_text(encoding="utf-8")):
        assert (REPO / target).exists(), target


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
