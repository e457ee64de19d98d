"""Checks of the machine: versions, time zones, disk, and the folder of articles. Asks no network and loads no model."""

import importlib.metadata
import os
import platform
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from packaging.requirements import Requirement

from bot.doctor.finding import Finding, Level
from bot.settings import BotSettings
from ingest import __version__
from ingest.errors import CorpusError
from ingest.readers import SUFFIXES
from ingest.sources.folder import scan

_LITTLE, _TOO_LITTLE = 1 << 30, 200 << 20
"""Bytes of free disk: below the first an ingestion may fail soon, below the second it will."""
_FEWEST_ZONES = 300
"""Time zones of any complete database; there are some 600."""
_INSTALL = "Run `.ci/install run`, or install Kilde anew."


def versions(_: BotSettings) -> Iterator[Finding]:
    """Say which versions run, and which required packages are missing or do not fit."""
    unfit = sorted(_unfit())
    if unfit:
        yield Finding("versions", Level.TROUBLE, f"These packages do not fit: {', '.join(unfit)}.", _INSTALL)
        return
    shown = ("chromadb", "python-telegram-bot", "torch")
    packages = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in shown)
    system = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    yield Finding("versions", Level.OK, f"Kilde {__version__} with {system}, {packages}.")


def _unfit() -> Iterator[str]:
    try:
        requirements = importlib.metadata.requires("kilde") or []
    except importlib.metadata.PackageNotFoundError:
        yield "kilde is not installed"
        return
    for requirement in map(Requirement, requirements):
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            found = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            yield f"{requirement.name} is missing"
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            yield f"{requirement.name} {found} ({requirement.specifier} is needed)"


def zones(_: BotSettings) -> Iterator[Finding]:
    """See that time zones are known, for briefings are due by them."""
    try:
        known = len(available_timezones())
        ZoneInfo("Europe/Oslo")
    except ZoneInfoNotFoundError:
        known = 0
    if known < _FEWEST_ZONES:
        remedy = "Install the system's `tzdata`, or `pip install tzdata`."
        yield Finding("zones", Level.TROUBLE, f"Only {known} time zones are known: briefings cannot be timed.", remedy)
    else:
        yield Finding("zones", Level.OK, f"{known} time zones are known.")


def disk(settings: BotSettings) -> Iterator[Finding]:
    """See that DATA_DIR can be written, is private, and has room."""
    folder = settings.data_dir
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        remedy = "Give this user rights there, or point DATA_DIR to another folder."
        yield Finding("disk", Level.TROUBLE, f"DATA_DIR ({folder}) cannot be written.", remedy)
    elif folder.exists() and folder.stat().st_mode & 0o077:
        text = f"DATA_DIR ({folder}) can be read by other users of this machine."
        remedy = "Start the bot or an ingestion once: either makes it private."
        yield Finding("disk", Level.WARNING, text, remedy, "private")
    yield _room(there)


def _room(there: Path) -> Finding:
    free = shutil.disk_usage(there).free
    text = f"{free / (1 << 30):.1f} GB are free where DATA_DIR is."
    if free < _LITTLE:
        level = Level.TROUBLE if free < _TOO_LITTLE else Level.WARNING
        return Finding("disk", level, text, "Make room, or point DATA_DIR to another disk.")
    return Finding("disk", Level.OK, text)


def articles(settings: BotSettings) -> Iterator[Finding]:
    """See that the folder of articles can be read, and holds some."""
    try:
        found = scan(settings.articles_dir, SUFFIXES)
    except CorpusError as error:
        yield Finding("articles", Level.TROUBLE, str(error))
        return
    text = f"{len(found.files)} article files in {settings.articles_dir}."
    if not found.files:
        yield Finding("articles", Level.WARNING, text, "Put articles there, or mend ARTICLES_DIR.")
    elif found.failed or found.unseen:
        places = ", ".join([*(failure.source for failure in found.failed), *found.unseen][:5])
        remedy = "Give this user the right to read them."
        yield Finding("articles", Level.WARNING, f"{text} Some cannot be read: {places}.", remedy)
    else:
        yield Finding("articles", Level.OK, text)
