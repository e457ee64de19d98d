"""HTML and saved pages: the article as trafilatura finds it, and what the page states about it.

The title comes first, as the page states it, unless the article begins with it. trafilatura is told to favour recall:
lines that are not the article are left out by our own cleaning, which says so.
"""

import re
from collections.abc import Iterator
from typing import Any

from ingest.cleaning import BlockKind
from ingest.cleaning.shapes import fold_line
from ingest.errors import UnreadableArticle
from ingest.readers.dates import find_date
from ingest.readers.document import SUPERSCRIPTS, Document, DocumentWriter, level
from ingest.readers.encodings import decode
from ingest.readers.front_matter import FrontMatter, stated_by_both
from ingest.text.languages import canonical

_CHARSET = re.compile(rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,80}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_HEAD = 4096
_INLINE = re.compile(r"""(=\s*["']?|url\(["']?)data:[^"'\s)>]{200,}""")
"""Pictures and fonts written into the page; a saved page is mostly these."""

_DEEPEST = 250
"""Elements inside one another; browsers go no deeper than some 500, articles than some 30."""
_MOST_ELEMENTS = 200_000
_BLOCKS = {
    "head": BlockKind.HEADING,
    "p": BlockKind.TEXT,
    "item": BlockKind.LISTED,
    "quote": BlockKind.TEXT,
    "code": BlockKind.TEXT,
}
_SKIPPED = frozenset({"graphic", "del"})
_LONGEST_NAME = 100


def read(data: bytes, source: str) -> Document:
    """Read a page.

    Raises:
        UnreadableArticle: There is no article in it, or it is too deep or too large to be one.
    """
    return read_markup(decoded(data, source), source)


def read_markup(markup: str, source: str, fallback: FrontMatter | None = None) -> Document:
    """Read the text of a page; `fallback` is known of it from elsewhere, where the page itself does not say.

    Raises:
        UnreadableArticle: As `read`.
    """
    import trafilatura
    from trafilatura.settings import Extractor

    tree = trafilatura.load_html(_INLINE.sub(r"\1", markup))
    if tree is None:
        raise UnreadableArticle(source, "there is no HTML in it")
    _expect_bounded(tree, source)
    own = _stated(tree)
    for raised in tree.iter("sup"):
        for element in raised.iter():
            if element.text and element.text.strip().isdecimal():
                element.text = element.text.translate(SUPERSCRIPTS)
    options = Extractor(output_format="python", with_metadata=True, comments=False, tables=True, recall=True)
    options.date_params |= {"extensive_search": False}
    found = trafilatura.bare_extraction(tree, options=options)
    if found is None or isinstance(found, dict):
        raise UnreadableArticle(source, "there is no article in this page")
    known = stated_by_both(stated_by_both(own, _of_metadata(found)), fallback or FrontMatter())
    writer = DocumentWriter(source)
    parts = list(_parts(found.body))
    if known.title and not (parts and fold_line(level(parts[0][0])) == fold_line(level(known.title))):
        parts.insert(0, (known.title, BlockKind.HEADING))
    for text, kind in parts:
        writer.add(text, kind)
    if len(parts) <= (1 if known.title else 0):
        raise UnreadableArticle(source, "there is no article in this page")
    return writer.finish(known)


def decoded(data: bytes, source: str) -> str:
    """Decode a page: by its byte order mark, else as UTF-8, else as it says itself, else by what it looks like."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _CHARSET.search(data[:_HEAD])
        if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            try:
                return data.decode(declared[1].decode("ascii"))
            except (LookupError, UnicodeDecodeError):
                pass
    return decode(data, source)[0]


def _expect_bounded(tree: Any, source: str) -> None:
    """Refuse what would take a reader that calls itself for each element too deep."""
    from lxml import etree

    depth = deepest = count = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest, count = max(deepest, depth), count + 1
        if deepest > _DEEPEST or count > 2 * _MOST_ELEMENTS:
            raise UnreadableArticle(source, "its HTML is nested too deep or too large for an article")


def _parts(body: Any) -> Iterator[tuple[str, BlockKind]]:
    """Give the paragraphs of what trafilatura made of a page, in order; every text of it is in exactly one."""
    waiting: list[str] = []

    def told(kind: BlockKind) -> Iterator[tuple[str, BlockKind]]:
        if text := "".join(waiting).strip():
            yield text, kind
        waiting.clear()

    def walk(element: Any, kind: BlockKind) -> Iterator[tuple[str, BlockKind]]:
        own = _BLOCKS.get(element.tag)
        if element.tag == "row":
            yield from told(kind)
            cells = (level("".join(cell.itertext())) for cell in element)
            yield " | ".join(cell for cell in cells if cell), BlockKind.LISTED
        elif element.tag not in _SKIPPED:
            inside = own or kind
            if own:
                yield from told(kind)
            if element.tag == "lb":
                yield from told(inside)
            waiting.append(element.text or "")
            for child in element:
                yield from walk(child, inside)
            if own:
                yield from told(inside)
        waiting.append(element.tail or "")

    yield from walk(body, BlockKind.TEXT)
    yield from told(BlockKind.TEXT)


def _stated(tree: Any) -> FrontMatter:
    """What the page states in ways that need no guess: its language, its canonical address, its time of publication."""
    language = next(iter(tree.xpath("/html/@lang | /html/@xml:lang")), None)
    address = next(iter(tree.xpath("//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href")), "")
    dates = "@property='article:published_time' or @name='date' or @itemprop='datePublished'"
    times = tree.xpath(f"//meta[{dates}]/@content")
    url = address.strip() if re.match(r"https?://\S+\Z", address.strip()) else None
    return FrontMatter(language=canonical(str(language)) if language else None, url=url, published=_day(times))


def _day(stamps: list[str]) -> Any:
    return next((day for day in (find_date(str(stamp)[:40].replace("T", " "), "en") for stamp in stamps) if day), None)


def _of_metadata(found: Any) -> FrontMatter:
    return FrontMatter(
        title=_name(found.title, 300),
        published=find_date(str(found.date or ""), "en"),
        url=found.url if re.match(r"https?://\S+\Z", found.url or "") else None,
        outlet=_name(found.sitename),
        author=_name((found.author or "").replace("; ", ", "), 2 * _LONGEST_NAME),
    )


def _name(value: str | None, longest: int = _LONGEST_NAME) -> str | None:
    value = level(value or "")
    return value if 0 < len(value) <= longest else None
