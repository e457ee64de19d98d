"""The text that an article's offsets refer to: its file where that is plain text, else what was extracted from it.

Takes a catalogue and the name of an article; reads its file only where that is the text.
"""

import contextlib
from hashlib import sha256
from pathlib import Path

from ingest.article import Article, Paragraph
from ingest.errors import CorpusError
from ingest.index import reference_texts
from ingest.index.catalogue import Catalogue
from ingest.index.stored import StoredArticle
from ingest.readers.document import paragraphs_of
from ingest.readers.encodings import decode


def text_of(catalogue: Catalogue, articles_dir: Path, source: str) -> str:
    """Give the whole text of an article.

    Raises:
        CorpusError: The index does not hold it, or the file is gone or is not what was ingested.
    """
    article = catalogue.article(source)
    if article is None:
        raise CorpusError(f"{source} is not in the index.")
    if article.reader:
        return _extracted(catalogue, article)
    for corpus in (articles_dir, catalogue.state().corpus):
        with contextlib.suppress(OSError):
            content = (corpus / source).read_bytes()
            if sha256(content).hexdigest() == article.content_hash:
                return decode(content, source)[0]
    raise CorpusError(f"{source} is gone or was changed since it was ingested; run `python -m ingest`.")


def as_extracted(catalogue: Catalogue, source: str) -> Article | None:
    """Give an article whose text was extracted, as it was read but for its headings; None if there is none such.

    Raises:
        CorpusError: What was kept of it is damaged.
    """
    stored = catalogue.article(source)
    if stored is None or not stored.reader:
        return None
    text = _extracted(catalogue, stored)
    return Article(
        source=source,
        text=text,
        encoding=stored.encoding,
        content_hash=stored.content_hash,
        title=stored.title,
        language=stored.language,
        paragraphs=tuple(Paragraph(start, end) for start, end in paragraphs_of(text)),
        outlet=stored.outlet,
        published=stored.published,
        url=stored.url,
        author=stored.author,
        dated=stored.dated,
        reader=stored.reader,
    )


def _extracted(catalogue: Catalogue, article: StoredArticle) -> str:
    text = reference_texts.get(catalogue.connection, article.id)
    if text is None:
        raise CorpusError(f"The text of {article.source} is damaged; run `python -m ingest --rebuild`.")
    return text
