"""News items as agencies send them: NewsML-G2 (IPTC, with XHTML, NITF or plain text inside) and NITF.

Of NewsML-G2 only items are read that hold text; packages and pictures are passed over, cancelled items are not there.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, tostring

from ingest.readers.containers.member import Member, member_id
from ingest.readers.file_kinds import RECORD
from ingest.readers.record import DumpRecord
from ingest.readers.xml_tree import first, markup, words

_RENAMED = {
    "hl1": "h2", "hl2": "h3", "block": "div", "media-caption": "p", "body.content": "div", "nitf-table": "table",
    "section": "div",
}  # fmt: skip
_SKIPPED = frozenset({
    "media-metadata", "media-reference", "media-producer", "media-object", "script", "style", "head", "note",
})  # fmt: skip
_GONE = ("canceled", "cancelled", "withheld")


def of_newsml(root: Element) -> Iterator[Member]:
    """Give the text items of a news message, or of a file that is one item."""
    for item in [root] if root.tag == "newsItem" else list(root.iter("newsItem")):
        status = first_attribute(item, "itemMeta/pubStatus", "qcode")
        body = _body(item)
        if not body or status.rpartition(":")[2].lower() in _GONE:
            continue
        meta = item.find("contentMeta")
        about = item if meta is None else meta
        record = DumpRecord(
            title=words(first(about, "headline")) or words(first(item, "itemMeta/title")),
            lead="",
            text=body,
            url=_address(item),
            author=_by(about),
            published=words(first(about, "contentCreated")) or _times(item),
            outlet=_outlet(item, about),
            language=first_attribute(about, "language", "tag") or item.get("lang", "") or root.get("lang", ""),
        )
        data = record.data()
        version = f"{item.get('version', '0'):0>9} {words(first(item, 'itemMeta/versionCreated'))}"
        original = tostring(item, encoding="utf-8")
        yield Member(member_id(item.get("guid", ""), data), RECORD, data, original, ".xml", version=version)


def of_nitf(root: Element) -> Iterator[Member]:
    """Give the one article of a NITF file."""
    body = root.find("body/body.content")
    if body is None:
        return
    data = DumpRecord(
        title=words(first(root, "body/body.head/hedline/hl1", "head/title")),
        lead=words(first(root, "body/body.head/abstract")),
        text=markup(body, _RENAMED, _SKIPPED),
        url=first_attribute(root, "head/pubdata", "ex-ref"),
        author=re.sub(r"(?i)^by\s+", "", words(first(root, "body/body.head/byline/person", "body/body.head/byline"))),
        published=_compact(first_attribute(root, "head/docdata/date.issue", "norm"))
        or _compact(first_attribute(root, "head/pubdata", "date.publication")),
        outlet=first_attribute(root, "head/pubdata", "name")
        or first_attribute(root, "head/docdata/doc.copyright", "holder"),
        language=root.get("lang", "") or first_attribute(root, "body", "lang"),
    ).data()
    name = first_attribute(root, "head/docdata/doc-id", "id-string")
    yield Member(member_id(name, data), RECORD, data, tostring(root, encoding="utf-8"), ".xml")


def first_attribute(element: Element, path: str, name: str) -> str:
    """Give an attribute of the first element under a path that has it, "" without one."""
    return next((value for one in element.iterfind(path) if (value := one.get(name, "").strip())), "")


def _body(item: Element) -> str:
    """Give the text of an item as HTML or plain text, "" if it holds none."""
    for inline in item.iterfind("contentSet/inlineXML"):
        nitf = inline.find("nitf/body/body.content")
        page = next((one for one in (nitf, inline.find("html/body"), inline.find("body")) if one is not None), inline)
        if words(page):
            return markup(page, _RENAMED, _SKIPPED)
    return next((text for one in item.iterfind("contentSet/inlineData") if (text := (one.text or "").strip())), "")


def _by(about: Element) -> str:
    named = words(first(about, "by")) or words(first(about, "creator/name"))
    return re.sub(r"(?i)^by\s+", "", named)


def _outlet(item: Element, about: Element) -> str:
    for element, path in ((about, "infoSource"), (item, "itemMeta/provider"), (about, "creditline")):
        for one in element.iterfind(path):
            name = words(one.find("name")) or one.get("literal", "") or ("" if len(one) else words(one))
            if name:
                return name
    return words(first(item, "rightsInfo/copyrightHolder/name"))


def _times(item: Element) -> str:
    return words(first(item, "itemMeta/firstCreated", "itemMeta/versionCreated"))


def _address(item: Element) -> str:
    links = (link.get("href", "") for link in item.iterfind("itemMeta/link"))
    return next((link for link in links if link.startswith(("http://", "https://"))), "")


def _compact(stamp: str) -> str:
    """Give 20240304T080000Z as 2024-03-04, anything else as it stands."""
    return re.sub(r"^(\d{4})(\d\d)(\d\d)(?:T.*)?$", r"\1-\2-\3", stamp)
