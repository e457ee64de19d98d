"""Which command adds a package that is missing, for how Kilde was installed. Runs nothing."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def install_command(extra: str, *packages: str, root: Path = ROOT) -> str:
    """Give the command: in a checkout that of its extra, which keeps to the lock; else that of the packages themselves.

    Args:
        extra: Of pyproject.toml.
        packages: What it is for, as registries know them; "kilde" may be somebody else's there.
        root: The folder that the packages of Kilde lie in.
    """
    if (root / "pyproject.toml").is_file() and (root / "requirements.lock").is_file():
        return f".venv/bin/uv pip install -c requirements.lock -e '.[{extra}]'"
    return "pip install " + " ".join(f"'{package}'" for package in packages)
