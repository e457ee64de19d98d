"""XML: entries of feeds (RSS, RDF, Atom), or news items (NewsML-G2, NITF), by what the file's root says."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from ingest.errors import UnreadableArticle
from ingest.readers.containers import feed_entries, news_items
from ingest.readers.containers.member import Found, latest
from ingest.readers.xml_tree import tree

_BY_ROOT: dict[str, Callable[[Element], Iterator[Found]]] = {
    "rss": feed_entries.of_rss,
    "RDF": feed_entries.of_rss,
    "feed": feed_entries.of_atom,
    "newsMessage": news_items.of_newsml,
    "newsItem": news_items.of_newsml,
    "nitf": news_items.of_nitf,
}


def members(data: bytes, source: str, _fields: str) -> Iterator[Found]:
    """Give the entries or items of a file.

    Raises:
        UnreadableArticle: It is no XML, or of none of these kinds.
    """
    if not data.strip():
        return
    root = tree(data, source)
    read = _BY_ROOT.get(root.tag)
    if read is None:
        raise UnreadableArticle(source, "its XML is neither a feed nor NewsML-G2 nor NITF")
    yield from latest(lambda: read(root))
