"""Readers: from a file of the corpus to an Article.

    file ──read_bytes──▶ bytes ──decode──▶ text ──layout──▶ blocks ──cleaning──▶ article's blocks ──masthead──▶ Article

Knows nothing of passages, vectors or the index. Whatever is wrong with a file is an UnreadableArticle that says why.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from ingest.article import Article, Dating
from ingest.cleaning import Block, paragraphs, with_headings, without_boilerplate
from ingest.errors import UnreadableArticle
from ingest.languages import identify
from ingest.readers import layout
from ingest.readers.encodings import decode
from ingest.readers.files import LARGEST, read_bytes
from ingest.readers.front_matter import read_front_matter
from ingest.readers.masthead import outlet_of, published_on, shortened, title_of

__all__ = ["LARGEST", "SUFFIXES", "parse_article", "read_article", "read_bytes"]

_LAYOUTS: dict[str, Callable[[str, int], list[Block]]] = {".txt": layout.plain, ".md": layout.markdown}

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
    stated = read_front_matter(text, source)
    everything = lay_out(text, stated.end)
    blocks = without_boilerplate(text, everything, repeated)
    language = stated.language or identify(" ".join(text[block.start : block.end] for block in blocks[:20]))
    published, stating = published_on(text, everything, language)
    headed = with_headings(text, [block for block in blocks if block not in stating])
    if not headed:
        raise UnreadableArticle(source, "nothing is left of it without front matter and boilerplate")
    title = shortened(stated.title) if stated.title else title_of(text, headed, language)
    outlet, headed = outlet_of(text, headed)
    return Article(
        source=source,
        text=text,
        encoding=encoding,
        content_hash=hashlib.sha256(data).hexdigest(),
        title=title,
        language=language,
        paragraphs=paragraphs(text, headed),
        outlet=stated.outlet or outlet,
        published=stated.published or published,
        url=stated.url,
        author=stated.author,
        dated=Dating.STATED if stated.published else Dating.MASTHEAD if published else None,
    )
