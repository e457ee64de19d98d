"""XML as a tree of elements, within bounds: a document type is passed over, and whatever defines an entity is refused.

The names that HTML gives to characters (`&nbsp;`) are understood, since feeds use them. Names of elements and
attributes are local: the vocabularies that are read here do not clash.
"""

from collections.abc import Iterator
from html import escape
from html.entities import name2codepoint
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from ingest.errors import UnreadableArticle

DEEPEST = 200
MOST_ELEMENTS = 2_000_000
_CHUNK = 1 << 16


def tree(data: bytes, source: str) -> Element:
    """Parse XML.

    Raises:
        UnreadableArticle: It is not well-formed, defines entities, is nested too deep or is too large.
    """
    building = _Building(source)
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.UseForeignDTD(True)
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE)
    parser.StartElementHandler, parser.EndElementHandler = building.start, building.end
    parser.CharacterDataHandler = building.text
    parser.SkippedEntityHandler = building.skipped
    parser.EntityDeclHandler = building.refuse

    def empty(context: str | None, *_: object) -> int:
        """Stand in for whatever lies outside of the file: nothing of it is read."""
        parser.ExternalEntityParserCreate(context).Parse(b"", True)
        return 1

    parser.ExternalEntityRefHandler = empty
    try:
        for position in range(0, len(data), _CHUNK):
            parser.Parse(data[position : position + _CHUNK], False)
        parser.Parse(b"", True)
        return building.builder.close()
    except (expat.ExpatError, AssertionError, LookupError, ValueError) as error:
        raise UnreadableArticle(source, "it is damaged: its XML is not well-formed") from error


class _Building:
    """What the parser calls."""

    def __init__(self, source: str) -> None:
        self.builder, self._source = TreeBuilder(), source
        self._depth, self._count = 0, 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth, self._count = self._depth + 1, self._count + 1
        if self._depth > DEEPEST or self._count > MOST_ELEMENTS:
            raise UnreadableArticle(self._source, "its XML is nested too deep or too large")
        self.builder.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self._depth -= 1
        self.builder.end(_local(name))

    def text(self, words: str) -> None:
        self.builder.data(words)

    def skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter and name in name2codepoint:
            self.builder.data(chr(name2codepoint[name]))

    def refuse(self, *_: object) -> None:
        raise UnreadableArticle(self._source, "its XML defines entities, which can unpack to anything")


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def words(element: Element | None) -> str:
    """Give the text in an element, "" without one."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def first(element: Element, *paths: str) -> Element | None:
    """Give the first element under one of these paths that holds any text."""
    found = (one for path in paths for one in element.iterfind(path))
    return next((one for one in found if words(one)), None)


def markup(element: Element, renamed: dict[str, str], skipped: frozenset[str]) -> str:
    """Give what stands in an element as HTML, its elements renamed or left out with all that they hold."""
    return "".join(_markup(element, renamed, skipped))


def _markup(element: Element, renamed: dict[str, str], skipped: frozenset[str]) -> Iterator[str]:
    yield escape(element.text or "", quote=False)
    for child in element:
        if child.tag not in skipped:
            name = renamed.get(child.tag, child.tag)
            yield f"<{name}>"
            yield from _markup(child, renamed, skipped)
            yield f"</{name}>"
        yield escape(child.tail or "", quote=False)
