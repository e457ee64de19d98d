"""The examination: every check in order, each alone, and its findings as a page or as JSON. No secret leaves it."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TextIO

from bot.doctor.backup_check import backups
from bot.doctor.database_check import database
from bot.doctor.finding import Finding, Level, worst
from bot.doctor.index_checks import index
from bot.doctor.machine_checks import articles, disk, versions, zones
from bot.doctor.model_checks import language_model, models
from bot.doctor.repairs import repair
from bot.doctor.telegram_check import telegram
from bot.settings import BotSettings

CHECKS: tuple[tuple[str, Callable[[BotSettings], Iterable[Finding]]], ...] = (
    ("versions", versions),
    ("zones", zones),
    ("disk", disk),
    ("articles", articles),
    ("models", models),
    ("index", index),
    ("database", database),
    ("backups", backups),
    ("telegram", telegram),
    ("language model", language_model),
)
_SIGNS = {Level.OK: "ok", Level.WARNING: "warning", Level.TROUBLE: "TROUBLE"}
_TOKEN = re.compile(r"\b[0-9]{3,20}(:|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)


def examine(settings: BotSettings, trouble: str | None) -> Iterator[Finding]:
    """Carry out every check; `trouble` is what is wrong with the settings, if anything is."""
    if trouble is None:
        yield Finding("settings", Level.OK, "All settings are understood.")
    else:
        yield Finding("settings", Level.TROUBLE, trouble, "The rest was looked at with the other settings.")
    secrets = _secrets(settings)
    for name, check in CHECKS:
        for finding in _alone(name, check, settings):
            text, remedy = (_without(words, secrets) for words in (finding.text, finding.remedy))
            yield replace(finding, text=text, remedy=remedy)


def _alone(name: str, check: Callable[[BotSettings], Iterable[Finding]], settings: BotSettings) -> Iterator[Finding]:
    try:
        yield from check(settings)
    except Exception as error:  # noqa: BLE001 - what breaks a check is what a doctor is asked about
        text = f"This could not be looked at to the end ({type(error).__name__}: {error})."
        yield Finding(name, Level.TROUBLE, text, "See that its files are whole and may be read by this user.")


def _secrets(settings: BotSettings) -> list[str]:
    kept = (settings.telegram_bot_token, settings.database_url)
    return [secret.get_secret_value() for secret in kept if secret is not None]


def _without(text: str, secrets: Iterable[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, "<secret>")
    return _TOKEN.sub("<token>", " ".join(text.split()))


def report(settings: BotSettings, trouble: str | None, out: TextIO, *, one_object: bool, mend: bool = False) -> Level:
    """Examine everything and write it down, line by line or as one JSON object; gives the worst that was found.

    With `mend` what can be is mended, and everything examined a second time: that is what counts then. With settings
    that are not understood nothing is mended, for it might be another installation.
    """
    findings = _written(settings, trouble, None if one_object else out)
    mended: list[Finding] = []
    if mend and trouble is None and any(finding.repair for finding in findings):
        for done in repair(settings, findings):
            done = replace(done, text=_without(done.text, _secrets(settings)))
            mended.append(done)
            if not one_object:
                print(f"{'mended' if done.level is Level.OK else 'NOT YET':<8} {done.check}: {done.text}", file=out)
        findings = _written(settings, trouble, None if one_object else out)
    if one_object:
        print(as_json(findings, mended if mend else None), file=out)
    return worst(findings)


def _written(settings: BotSettings, trouble: str | None, out: TextIO | None) -> list[Finding]:
    """Examine everything, and write each finding as it comes."""
    findings = []
    for finding in examine(settings, trouble):
        findings.append(finding)
        if out is not None:
            print(as_line(finding), file=out, flush=True)
    return findings


def as_line(finding: Finding) -> str:
    """Give a finding as a line, and what to do as a second one."""
    line = f"{_SIGNS[finding.level]:<8} {finding.check}: {finding.text}"
    return f"{line}\n{'':<8} → {finding.remedy}" if finding.remedy else line


def as_json(findings: list[Finding], mended: list[Finding] | None = None) -> str:
    """Give all findings as one JSON object on one line, and what was mended if that was wanted."""
    rows = [
        {"check": each.check, "level": each.level.name.lower(), "text": each.text, "remedy": each.remedy}
        | {"mendable": bool(each.repair)}
        for each in findings
    ]
    done = {
        "mended": [{"check": each.check, "done": each.level is Level.OK, "text": each.text} for each in mended or ()]
    }
    whole = {"level": worst(findings).name.lower(), "findings": rows} | (done if mended is not None else {})
    return json.dumps(whole, ensure_ascii=False)
