"""Readers: from a file of the corpus to an Article.

    file ──read_bytes──▶ bytes ──decode──▶ text ──front matter──▶ body ──layout──▶ blocks ──cleaning──▶ what stays
    ──masthead──▶ Article

Knows nothing of passages, vectors or the index. Whatever is wrong with a file is an UnreadableArticle that says why.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from ingest.article import Article, Dating, LeftOut, Reason
from ingest.cleaning import Block, Kind, named_outlet, paragraphs, select, with_headings
from ingest.errors import UnreadableArticle
from ingest.readers import layout
from ingest.readers.dates import find_date
from ingest.readers.encodings import decode
from ingest.readers.files import LARGEST, read_bytes
from ingest.readers.front_matter import FrontMatter, read_front_matter
from ingest.readers.mail_header import read_mail_header
from ingest.readers.markdown import markdown
from ingest.readers.masthead import dated, shortened, title_of
from ingest.readers.outlets import outlet_of
from ingest.text.languages import identify

__all__ = ["LARGEST", "SUFFIXES", "parse_article", "read_article", "read_bytes"]

_LAYOUTS: dict[str, Callable[[str, int], list[Block]]] = {".txt": layout.plain, ".md": markdown}

SUFFIXES = frozenset(_LAYOUTS)
"""File name endings, in lower case, of the files that are articles."""


def read_article(corpus: Path, source: str, repeated: frozenset[str] = frozenset()) -> Article:
    """Read one file of the corpus.

    Args:
        corpus: The folder of articles.
        source: Path of the file relative to it, with `/`.
        repeated: Boilerplate known from other files, see `ingest.cleaning`.

    Raises:
        UnreadableArticle: It cannot be used; `reason` says why.
    """
    return parse_article(source, read_bytes(corpus, source), repeated)


def parse_article(source: str, data: bytes, repeated: frozenset[str] = frozenset()) -> Article:
    """Make an Article of the bytes of a file; `source`'s ending names their kind.

    Raises:
        UnreadableArticle: They hold no article.
    """
    lay_out = _LAYOUTS.get(PurePosixPath(source).suffix.lower())
    if lay_out is None:
        raise UnreadableArticle(source, f"only {' and '.join(sorted(SUFFIXES))} files are read")
    text, encoding = decode(data, source)
    if not text.strip():
        raise UnreadableArticle(source, "it is empty")
    stated, top = _stated(text, source)
    selected = select(text, lay_out(text, stated.end), repeated, named_outlet(text))
    language = stated.language or identify(" ".join(text[block.start : block.end] for block in selected.kept[:20]))
    published = stated.published or find_date(stated.date_words or "", language)
    told = dated(text, selected.kept, language)
    headed = with_headings(text, told.blocks)
    if not headed:
        raise UnreadableArticle(source, "nothing is left of it without front matter and boilerplate")
    title = shortened(stated.title) if stated.title else title_of(text, headed, language)
    outlet, headed = outlet_of(text, headed)
    left_out = sorted([*top, *selected.left_out, *told.left_out], key=lambda part: part.start)
    return Article(
        source=source,
        text=text,
        encoding=encoding,
        content_hash=hashlib.sha256(data).hexdigest(),
        title=title,
        language=language,
        paragraphs=paragraphs(text, headed),
        outlet=stated.outlet or outlet,
        published=published or told.published,
        url=stated.url,
        author=stated.author,
        dated=Dating.STATED if published else Dating.MASTHEAD if told.published else None,
        headings=tuple((block.start, block.end) for block in headed if block.kind in (Kind.HEADING, Kind.SECTION)),
        left_out=tuple(left_out),
    )


def _stated(text: str, source: str) -> tuple[FrontMatter, list[LeftOut]]:
    """What the top of a file states about it, and that top itself."""
    stated = read_front_matter(text, source)
    if stated.end:
        return stated, [LeftOut(0, stated.end, Reason.FRONT_MATTER)]
    letter = read_mail_header(text)
    return (letter, [LeftOut(0, letter.end, Reason.MAIL_HEADER)]) if letter else (stated, [])
