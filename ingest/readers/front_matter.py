"""Front matter: what the author of a file says about it at its top: YAML between two lines of `---`, TOML or JSON.

A block that does not look like `key: value` lines is part of the text; one that does and is not valid YAML is refused,
for reading it as text would make its keys quotable. A headline with a colon needs no quotation marks.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ingest.errors import UnreadableArticle
from ingest.readers.dates import find_date
from ingest.readers.front_matter_forms import read_json, read_toml
from ingest.readers.safe_yaml import LARGEST, read_yaml
from ingest.text.languages import canonical

_END = r"(?>\r\n|\r|\n)"
_BLANK = rf"[^\S\r\n]*(?:#[^\r\n]*)?{_END}"
_FIRST_KEY = rf"[\w\"' -]+:(?:\s[^\r\n]*)?{_END}"
_BLOCK = re.compile(
    rf"\s*?---[^\S\r\n]*{_END}(?P<yaml>(?:{_BLANK})*?{_FIRST_KEY}(?:[^\r\n]*{_END}){{0,200}}?)"
    rf"(?:---|\.\.\.)[^\S\r\n]*(?:{_END}|\Z)"
)

_DATE_KEYS = (
    "date", "published", "publishdate", "publish_date", "published_at", "publisheddate", "pubdate", "datepublished",
    "publication_date", "dato", "datum", "fecha", "data", "дата", "التاريخ", "تاريخ",
)  # fmt: skip
_PLAIN_VALUE = re.compile(r"""^([\w-]+:[ \t]+)(?![\s"'|>\[{&*!%@`#])([^\r\n]+)""", re.MULTILINE)

_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?")
_LONGEST_DATE = 120


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the top of a file states; `end` is where the body begins (0 without front matter).

    `date_words` is the date as it stands where no form of it is known without the article's language.
    """

    end: int = 0
    title: str | None = None
    published: date | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    language: str | None = None
    date_words: str | None = None


def read_front_matter(text: str, source: str) -> FrontMatter:
    """Return what the top of a file states about it.

    Raises:
        UnreadableArticle: There is front matter, and it is not valid YAML or TOML.
    """
    found = read_toml(text, source) or read_json(text)
    if found:
        return understood(*found)
    match = _BLOCK.match(text)
    if not match:
        return FrontMatter()
    stated = _read(match["yaml"], source)
    if not isinstance(stated, dict):
        return FrontMatter()
    return understood(stated, match.end())


def _read(block: str, source: str) -> object:
    """Read a block of YAML, if need be with quotation marks around values that hold a colon, which no valid one has."""
    try:
        return read_yaml(block, source)
    except UnreadableArticle:
        quoted = _PLAIN_VALUE.sub(_quoted, block) if len(block) <= LARGEST else block
        if quoted == block:
            raise
        return read_yaml(quoted, source)


def _quoted(match: re.Match[str]) -> str:
    value = match[2].partition(" #")[0].rstrip()  # What follows is a comment.
    if ": " not in value and not value.endswith(":"):
        return match[0]
    return match[1] + "'" + value.replace("'", "''") + "'"


def stated_by_both(first: FrontMatter, second: FrontMatter) -> FrontMatter:
    """Take each value from `first`, else from `second`."""
    return FrontMatter(
        end=first.end,
        title=first.title or second.title,
        published=first.published or second.published,
        url=first.url or second.url,
        outlet=first.outlet or second.outlet,
        author=first.author or second.author,
        language=first.language or second.language,
        date_words=first.date_words or second.date_words,
    )


def understood(stated: Mapping[object, object] | Mapping[str, object], end: int) -> FrontMatter:
    """Return what keys and values state; what is not understood is left out."""
    values = {str(key).strip().lower(): value for key, value in stated.items()}
    day = next((values[key] for key in _DATE_KEYS if values.get(key) is not None), None)
    return FrontMatter(
        end=end,
        title=_words(values.get("title")),
        published=_date(day),
        url=_url(values.get("url")),
        outlet=_words(values.get("outlet")),
        author=_names(values.get("author", values.get("authors", values.get("byline")))),
        language=_language(values.get("language", values.get("lang"))),
        date_words=str(day)[:_LONGEST_DATE] if isinstance(day, str) else None,
    )


def _words(value: object) -> str | None:
    if not isinstance(value, str | int | float | date) or isinstance(value, bool):
        return None
    return " ".join(str(value).split()) or None


def _names(value: object) -> str | None:
    """Give one name, or several with commas between."""
    named = [_words(each) for each in value] if isinstance(value, list) else [_words(value)]
    return ", ".join(name for name in named if name) or None


def _date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    compact = _COMPACT.fullmatch(str(value).strip()) if isinstance(value, int | str) else None
    if compact:
        return find_date("-".join(compact.groups()), "en")
    return find_date(value[:_LONGEST_DATE], "en") if isinstance(value, str) else None


def _url(value: object) -> str | None:
    return value.strip() if isinstance(value, str) and re.match(r"https?://\S+\Z", value.strip()) else None


def _language(value: object) -> str | None:
    if value is False:  # YAML 1.1 reads a bare `no` as false
        return "nb"
    return canonical(value) if isinstance(value, str) else None
