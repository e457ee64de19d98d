"""Settings as far as they can be used, for looking at an installation whose settings are wrong.

Takes the environment and `.env`; gives the settings, with the default for each refused value, and the sentence about
the first thing that is wrong.
"""

import os
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import ValidationError

from bot.settings import BotSettings
from ingest.errors import SettingsError
from ingest.settings import KEYS, load_settings


def settings_and_trouble(env_file: Path = Path(".env")) -> tuple[BotSettings, str | None]:
    """Give what can be used of the settings, and what is wrong with them, if anything is."""
    try:
        return load_settings(BotSettings, env_file), None
    except SettingsError as error:
        return _usable(_readable(env_file)), str(error)


def _readable(env_file: Path) -> dict[str, Any]:
    try:
        found = dotenv_values(env_file, encoding="utf-8-sig", verbose=False)
    except (OSError, UnicodeDecodeError):
        return {}
    known = {key.upper(): value for key, value in found.items() if value and key.upper() in KEYS}
    return {key.lower(): value for key, value in known.items() if not os.environ.get(key)}


def _usable(given: dict[str, Any]) -> BotSettings:
    """Put the default in place of each value that is refused; every default is accepted."""
    while True:
        try:
            return BotSettings(**given, _env_file=None)  # type: ignore[call-arg]
        except ValidationError as error:
            refused = {str(part["loc"][0]) for part in error.errors(include_input=False, include_context=False)}
            given |= {name: BotSettings.model_fields[name].default for name in refused}
