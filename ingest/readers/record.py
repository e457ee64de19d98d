"""Record: an article as a dump, a feed or a news agency hands it over, in named fields; and the Document it makes.

A record in a container travels as JSON of these fields alone: a count of readers that changes every day does not make
another article of it.
"""

import html
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ingest.cleaning import BlockKind
from ingest.cleaning.shapes import fold_line
from ingest.errors import UnreadableArticle
from ingest.readers import text_layout
from ingest.readers.document import Document, DocumentWriter, level
from ingest.readers.front_matter import FrontMatter, understood
from ingest.readers.markup_text import write_markup

_MARKUP = re.compile(
    r"<(?:/?(?:p|div|span|h[1-6]|[ou]l|li|blockquote|table|article|section|figure|em|strong|b|i)|br ?/?|"
    r"(?:p|div|span|a|h[1-6]|img|figure|table|article|section)\s[^<>]{0,2000})>",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d{1,9})?")
_TRUNCATED = re.compile(r"(?:\[?(?:…|\.\.\.|&#8230;|&hellip;)\]?)\s*\Z")


@dataclass(frozen=True, slots=True)
class DumpRecord:
    """An article in named fields, "" where one is not known; `text` and `lead` may be HTML."""

    title: str = ""
    lead: str = ""
    text: str = ""
    url: str = ""
    author: str = ""
    published: str = ""
    outlet: str = ""
    language: str = ""

    def data(self) -> bytes:
        """Give it as the reader of records takes it; the same fields give the same bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def read(data: bytes, source: str) -> Document:
    """Read a record.

    Raises:
        UnreadableArticle: There is no text in it.
    """
    record = DumpRecord(**json.loads(data))
    title = level(html.unescape(_TAG.sub("", record.title)))
    body = _written(record.text, source)
    lead = _written(record.lead, source)
    if not body and not (lead and title):
        raise UnreadableArticle(source, "there is no text in it")
    parts = _without_repeat(lead, body, record.lead)
    writer = DocumentWriter(source)
    if title and fold_line(parts[0][0]) != fold_line(title):
        writer.add(title, BlockKind.HEADING)
    for text, kind in parts:
        writer.add(text, kind)
    known = {"title": title, "date": day_of(record.published), "url": record.url, "outlet": record.outlet}
    return writer.finish(understood(known | {"author": record.author, "language": record.language}, 0))


def day_of(value: str) -> str:
    """Give a time as ISO 8601 where it is one of RFC 5322 or seconds or milliseconds since 1970; else as it stands."""
    with suppress(ValueError, TypeError, IndexError, OverflowError, OSError):
        if _EPOCH.fullmatch(value):
            seconds = float(value) / (1000 if len(value.partition(".")[0]) > 10 else 1)
            return datetime.fromtimestamp(seconds, UTC).date().isoformat()
        if re.match(r"\d{4}-\d\d-\d\d", value):
            return value[:10]
        return parsedate_to_datetime(value).date().isoformat()
    return value


def is_markup(text: str) -> bool:
    """Tell whether a text is HTML rather than plain."""
    return bool(_MARKUP.search(text))


def _written(text: str, source: str) -> list[tuple[str, BlockKind]]:
    writer = DocumentWriter(source)
    if is_markup(text):
        write_markup(text, writer)
    else:
        plain = html.unescape(text) if re.search(r"&(?:#\d+|#x[0-9a-f]+|amp|quot|nbsp|lt|gt);", text, re.I) else text
        for block in text_layout.plain(plain, 0):
            writer.add(plain[block.start : block.end], block.kind)
    if not writer:
        return []
    document = writer.finish(FrontMatter())
    return [(document.text[block.start : block.end], block.kind) for block in document.blocks]


def _without_repeat(
    lead: list[tuple[str, BlockKind]], body: list[tuple[str, BlockKind]], raw: str
) -> list[tuple[str, BlockKind]]:
    """Put the lead before the body, unless the body begins with it or it breaks off."""
    if not body or not lead:
        return body or lead
    told = fold_line(" ".join(text for text, _ in body))
    if _TRUNCATED.search(raw) or fold_line(" ".join(text for text, _ in lead)) in told:
        return body
    return lead + body


def words_of(value: object, between: str = ", ") -> str:
    """Give the words of a field: of an object its name or value, of a list those of each."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        named = (value.get(name) for name in ("name", "rendered", "value", "text", "#text", "title", "literal", "url"))
        return next((words for one in named if (words := words_of(one, between))), "")
    if isinstance(value, list):
        return between.join(words for one in value if (words := words_of(one, between)))
    return ""
