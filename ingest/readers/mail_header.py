"""Mail header: what the first lines of a saved letter say about it (RFC 5322, and as mail programs translate it)."""

import re
import tomllib
from datetime import date
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime
from importlib.resources import files

from ingest.readers.front_matter import FrontMatter

_FIELDS = tomllib.loads(files("ingest.readers").joinpath("mail_fields.toml").read_text("utf-8"))
_NAMED = {name.strip(): field for field, names in _FIELDS.items() for name in names.replace("\n", "|").split("|")}
_FIELD = re.compile(r"[ \t]*([^\r\n:：]{1,30}?)\s*[:：][ \t]*([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_FOLDED = re.compile(r"[ \t]+\S[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FEWEST = 3
_MOST = 60


def read_mail_header(text: str) -> FrontMatter | None:
    """Return what the header of a letter states, None if the text begins with none.

    A header is a run of at least three known fields at the very top, one of them the subject.
    """
    position = len(text) - len(text.lstrip())
    found: dict[str, str] = {}
    fields = 0
    for _ in range(_MOST):
        match = _FIELD.match(text, position)
        field = _field(match) if match else None
        if not match or not field:
            break
        position, fields = match.end(), fields + 1
        value = match[2]
        while folded := _FOLDED.match(text, position):
            value, position = f"{value} {folded[0].strip()}", folded.end()
        found.setdefault(field, value.strip())
    if fields < _FEWEST or not found.get("subject"):
        return None
    day = _day(found.get("date", ""))
    return FrontMatter(end=position, title=_decoded(found["subject"]), published=day, date_words=found.get("date"))


def _field(match: re.Match[str]) -> str | None:
    name = match[1].strip().lower()
    return _NAMED.get(name) or ("to" if re.fullmatch(r"x-[\w-]+", name) else None)


def _day(value: str) -> date | None:
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _decoded(value: str) -> str:
    try:
        return " ".join(str(make_header(decode_header(value))).split())
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return " ".join(value.split())
