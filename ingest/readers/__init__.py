"""Readers: from a file of the corpus to an Article.

    file ──read_bytes──▶ bytes ──the reader of its kind──▶ Document ──cleaning──▶ what stays ──masthead──▶ Article
                             └──members of a container──▶ Member ──the reader of its own kind──▶ Document …

Knows nothing of passages, vectors or the index. Whatever is wrong with a file is an UnreadableArticle that says why.
"""

from dataclasses import replace
from pathlib import Path

from ingest.article import Article, Dating
from ingest.cleaning import BlockKind, ShortLines, named_outlet, paragraphs, select, short_lines, with_headings
from ingest.errors import UnreadableArticle
from ingest.readers import file_kinds, files
from ingest.readers.beside import fingerprint, read_beside, with_beside
from ingest.readers.containers.member import Member
from ingest.readers.datelines import read_dateline
from ingest.readers.dates import find_date
from ingest.readers.document import Document
from ingest.readers.front_matter import FrontMatter, stated_by_both
from ingest.readers.masthead import dated, shortened, title_of
from ingest.text.languages import identify

__all__ = ["LARGEST", "SUFFIXES", "parse_article", "read_article", "read_bytes", "read_document"]

LARGEST = file_kinds.KINDS[".txt"].largest
"""Bytes of the largest plain file read: some eight hundred thousand words, more than any article."""

SUFFIXES = file_kinds.readable()
"""File name endings, in lower case, of the files that are articles."""


def read_bytes(corpus: Path, source: str) -> bytes:
    """Return the bytes of the file `source` (relative to `corpus`, with `/`).

    Raises:
        UnreadableArticle: It is too large, no ordinary file, outside the folder, gone, or may not be read.
    """
    kind = file_kinds.kind_of(source)
    return files.read_bytes(corpus, source, kind.largest if kind else LARGEST)


def read_article(corpus: Path, source: str, repeated: frozenset[str] = frozenset()) -> Article:
    """Read one file of the corpus.

    Args:
        corpus: The folder of articles.
        source: Path of the file relative to it, with `/`.
        repeated: Boilerplate known from other files, see `ingest.cleaning`.

    Raises:
        UnreadableArticle: It cannot be used; `reason` says why.
    """
    data = read_bytes(corpus, source)
    return article_of(source, data, read_document(source, data), repeated, read_beside(corpus, source))


def parse_article(source: str, data: bytes, repeated: frozenset[str] = frozenset()) -> Article:
    """Make an Article of the bytes of a file; `source`'s ending names their kind.

    Raises:
        UnreadableArticle: They hold no article.
    """
    return article_of(source, data, read_document(source, data), repeated)


def read_document(source: str, data: bytes) -> Document:
    """Read the bytes of a file, which are not yet cleaned.

    Raises:
        UnreadableArticle: They hold no article.
    """
    kind = file_kinds.kind_of(source)
    if kind is None:
        raise UnreadableArticle(source, f"only {', '.join(sorted(SUFFIXES))} files are read")
    if kind.container:
        raise UnreadableArticle(source, "it holds many articles, and is no article itself")
    return file_kinds.read_document(kind, data, source)


def read_member(source: str, member: Member) -> Document:
    """Read a member of a container; what that knows of it is stated where the member states nothing itself.

    Raises:
        UnreadableArticle: It holds no article.
    """
    document = file_kinds.read_document(file_kinds.inside_kind(member.kind), member.data, source)
    return replace(document, stated=stated_by_both(document.stated, member.stated or FrontMatter()))


def lines_of(document: Document) -> ShortLines:
    """Return what of a document is counted to find lines that many repeat."""
    return short_lines(document.text)


def article_of(
    source: str,
    data: bytes,
    document: Document,
    repeated: frozenset[str] = frozenset(),
    beside: bytes = b"",
    reader: str | None = None,
) -> Article:
    """Clean a document that was read from `data`.

    Args:
        source: What citations name.
        data: What tells the article from others.
        document: As it was read.
        repeated: Boilerplate known from other files.
        beside: What is said of it beside its file.
        reader: By what it was read, if not by the reader of such files.

    Raises:
        UnreadableArticle: Nothing is left of it, or what stands beside it cannot be understood.
    """
    document = with_beside(document, beside, source)
    text, stated = document.text, document.stated
    selected = select(text, document.blocks, repeated, named_outlet(text))
    language = stated.language or identify(" ".join(text[block.start : block.end] for block in selected.kept[:20]))
    published = stated.published or find_date(stated.date_words or "", language)
    told = dated(text, selected.kept, language)
    headed = with_headings(text, told.blocks)
    if not headed:
        raise UnreadableArticle(source, "nothing is left of it without front matter and boilerplate")
    title = shortened(stated.title) if stated.title else title_of(text, headed, language)
    dateline = read_dateline(text, headed, language)
    in_text, blocks = told.published or dateline.day, dateline.blocks
    left_out = sorted([*document.top, *selected.left_out, *told.left_out], key=lambda part: part.start)
    return Article(
        source=source,
        text=text,
        encoding=document.encoding,
        content_hash=fingerprint(data, beside),
        title=title,
        language=language,
        paragraphs=paragraphs(text, blocks),
        outlet=stated.outlet or dateline.outlet,
        published=published or in_text,
        url=stated.url,
        author=stated.author,
        dated=Dating.STATED if published else Dating.MASTHEAD if in_text else None,
        headings=tuple(
            (block.start, block.end) for block in blocks if block.kind in (BlockKind.HEADING, BlockKind.SECTION)
        ),
        left_out=tuple(left_out),
        reader=file_kinds.reader_of(source) if reader is None else reader,
    )
