from pathlib import Path

from ingest.installing import install_command


def test_a_checkout_keeps_to_its_lock() -> None:
    command = install_command("openai", "langchain-openai")
    assert command == ".venv/bin/uv pip install -c requirements.lock -e '.[openai]'"


def test_elsewhere_the_packages_themselves_are_named(tmp_path: Path) -> None:
    assert (
        install_command("formats", "pypdf", "psycopg[binary]", root=tmp_path) == "pip install 'pypdf' 'psycopg[binary]'"
    )
