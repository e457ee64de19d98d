"""Plain text and Markdown: the decoded file is the reference text."""

from collections.abc import Callable

from ingest.article import LeftOut, Reason
from ingest.cleaning import TextBlock
from ingest.errors import UnreadableArticle
from ingest.readers import text_layout
from ingest.readers.document import Document
from ingest.readers.encodings import decode
from ingest.readers.front_matter import FrontMatter, read_front_matter
from ingest.readers.mail_header import read_mail_header
from ingest.readers.markdown import markdown


def read(data: bytes, source: str) -> Document:
    """Read a text file; its ending tells whether it is Markdown.

    Raises:
        UnreadableArticle: It is binary or empty, or what it states about itself is not valid.
    """
    text, encoding = decode(data, source)
    if not text.strip():
        raise UnreadableArticle(source, "it is empty")
    stated, top = _stated(text, source)
    lay_out: Callable[[str, int], list[TextBlock]] = markdown if source.lower().endswith(".md") else text_layout.plain
    return Document(text, lay_out(text, stated.end), stated, top, encoding)


def _stated(text: str, source: str) -> tuple[FrontMatter, tuple[LeftOut, ...]]:
    """What the top of a file states about it, and that top itself."""
    stated = read_front_matter(text, source)
    if stated.end:
        return stated, (LeftOut(0, stated.end, Reason.FRONT_MATTER),)
    letter = read_mail_header(text)
    return (letter, (LeftOut(0, letter.end, Reason.MAIL_HEADER),)) if letter else (stated, ())
