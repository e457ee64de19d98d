"""Dumps: records in JSON, JSON lines and tables (CSV, TSV), among them the news format ninjs (IPTC, JSON).

Fields are found under their usual names or those of DUMP_FIELDS, see `fields`. The records of a JSON file are its
topmost list of objects, whatever it lies in, or the one object that it is.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping

from ingest.dump_fields import NAMES, FieldNames
from ingest.errors import UnreadableArticle
from ingest.readers.containers.member import Found, Member, latest, member_id
from ingest.readers.document import LONGEST
from ingest.readers.encodings import decode
from ingest.readers.file_kinds import RECORD, ending
from ingest.readers.record import DumpRecord, words_of

_WRAPPERS = ("_source", "attributes", "fields")
"""Objects in which search engines and interfaces wrap what a record says."""
_LISTS = (
    "articles", "items", "entries", "results", "docs", "documents", "records", "stories", "posts", "news", "hits",
    "data", "response", "feed", "channel", "value", "@graph", "rows",
)  # fmt: skip
_DEEPEST = 4
_CANCELLED = frozenset({"canceled", "cancelled", "withheld"})
_REFUSED = (ValueError, RecursionError, OverflowError)


def members(data: bytes, source: str, fields: str) -> Iterator[Found]:
    """Give the records of a dump.

    Raises:
        UnreadableArticle: It is none, or none of its records has a text.
    """
    names = FieldNames.parse(fields)
    text = decode(data, source)[0] if data.strip() else ""
    reading: dict[str, Callable[[str, str], Iterator[Mapping[str, object] | UnreadableArticle]]] = {
        ".json": _objects, ".csv": _rows, ".tsv": _rows
    }  # fmt: skip
    rows = reading.get(ending(source), _lines)
    shape = _table if rows is _rows else _json

    def found() -> Iterator[Found]:
        return (_member(row, names, shape) for row in rows(text, source) if not _is_cancelled(row))

    if text.strip() and not any(_says_something(one) for one in found()):
        raise UnreadableArticle(source, "none of its records has a text; name its fields with DUMP_FIELDS")
    yield from latest(found)


def _is_cancelled(row: Mapping[str, object] | UnreadableArticle) -> bool:
    return isinstance(row, Mapping) and str(row.get("pubstatus", "")).lower() in _CANCELLED


def _says_something(found: Found) -> bool:
    if not isinstance(found, Member):
        return False
    record = DumpRecord(**json.loads(found.data))
    return bool(record.text or (record.title and record.lead))


def _objects(text: str, source: str) -> Iterator[Mapping[str, object] | UnreadableArticle]:
    if not text.strip():
        return
    try:
        content = json.loads(text)
    except _REFUSED as error:
        raise UnreadableArticle(source, "it is damaged: its JSON is not well-formed") from error
    found = _records(content, _DEEPEST)
    if not found and isinstance(content, Mapping):
        found = [content]
    yield from (one for one in found if isinstance(one, Mapping))


def _records(content: object, deep: int) -> list[object]:
    """Give the first list of objects, looked for under the names that are usual."""
    if isinstance(content, list):
        return content if any(isinstance(one, Mapping) for one in content) else []
    if not isinstance(content, Mapping) or not deep:
        return []
    inside = (content[name] for name in _LISTS if isinstance(content.get(name), list | Mapping))
    return next((found for one in inside if (found := _records(one, deep - 1))), [])


def _lines(text: str, source: str) -> Iterator[Mapping[str, object] | UnreadableArticle]:
    for number, line in enumerate(io.StringIO(text), 1):
        if line.strip():
            try:
                found = json.loads(line)
            except _REFUSED:
                found = None
            broken = UnreadableArticle(f"{source}, line {number}", "it is no JSON object")
            yield found if isinstance(found, Mapping) else broken


def _rows(text: str, source: str) -> Iterator[Mapping[str, object] | UnreadableArticle]:
    csv.field_size_limit(LONGEST)
    head = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max("\t,;|", key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="")
    while True:
        try:
            row = next(rows, None)
        except csv.Error:
            yield UnreadableArticle(f"{source}, line {rows.line_num}", "it is no row of the table")
            continue
        if row is None:
            return
        yield {name.lstrip("\ufeff"): value for name, value in row.items() if name}


def _member(
    row: Mapping[str, object] | UnreadableArticle, names: FieldNames, shape: Callable[[Mapping[str, object]], bytes]
) -> Found:
    if isinstance(row, UnreadableArticle):
        return row
    flat = _flat(row)
    found = {field: _first(names, flat, field) for field in NAMES}
    name, version = found.pop("id"), found.pop("version")
    record = DumpRecord(**found | {"url": _address(found["url"]), "outlet": _name(found["outlet"])})
    data = record.data()
    original_ending = ".csv" if shape is _table else ".json"
    return Member(member_id(name or record.url, data), RECORD, data, shape(row), original_ending, version=version)


def _first(names: FieldNames, row: Mapping[str, object], field: str) -> str:
    between = "\n\n" if field in ("text", "lead") else ", "
    return next((words for value in names.values(row, field) if (words := words_of(value, between).strip())), "")


def _flat(row: Mapping[str, object]) -> dict[str, object]:
    """Lift what is wrapped, and of ninjs 2 and 3 the chosen headline and body."""
    flat = dict(row)
    for wrapper in _WRAPPERS:
        inside = row.get(wrapper)
        if isinstance(inside, Mapping):
            flat = {**inside, **{name: value for name, value in flat.items() if name != wrapper}}
    for many, one in (("headlines", "headline"), ("bodies", "body")):
        found = flat.get(many)
        if isinstance(found, list) and found and one not in flat:
            flat[one] = max(found, key=_preference)
    return flat


def _preference(version: object) -> int:
    if not isinstance(version, Mapping):
        return -1
    kind = f"{version.get('contentType') or version.get('contenttype') or ''} {version.get('role') or ''}".lower()
    return 2 * ("html" in kind) + ("main" in kind)


def _address(value: str) -> str:
    return value.strip() if re.match(r"https?://\S+\Z", value.strip()) else ""


def _name(value: str) -> str:
    return "" if "://" in value or len(value) > 100 else value


def _json(row: Mapping[str, object]) -> bytes:
    return json.dumps(row, ensure_ascii=False, indent=2).encode("utf-8", "replace")


def _table(row: Mapping[str, object]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerows([row.keys(), row.values()])
    return file.getvalue().encode("utf-8", "replace")
