"""Where something that was quoted is by now: in its file as it was, elsewhere, in a changed file, or nowhere.

Takes what was quoted, the folder of articles and the index; reads the file. Knows nothing of Telegram.
"""

import logging
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path, PurePosixPath

from bot.quotes.citation import Quotation
from bot.quotes.citing import find_again
from bot.telegram.views.quotation import Surroundings, find, from_article
from ingest.article import Article
from ingest.errors import KildeError, UnreadableArticle
from ingest.index.catalogue import StoredArticle
from ingest.index.protocols import ArticleShelf
from ingest.reader_messages import Reading
from ingest.reader_process import ReaderProcess
from ingest.readers import parse_article, read_bytes
from ingest.readers.beside import fingerprint, read_beside
from ingest.readers.file_kinds import file_of, is_extracted
from ingest.text.lines import Lines

logger = logging.getLogger(__name__)


class SourceState(Enum):
    """What became of the file since it was quoted; the value ends the key of the text that says so."""

    SAME = "same"
    MOVED = "moved"
    """The same bytes lie elsewhere."""
    STANDS = "stands"
    """It has changed, and the words still stand in it."""
    CHANGED = "changed"
    """It has changed, and the words are not there any more."""
    GONE = "gone"
    """It is not there, or no article any more."""


@dataclass(frozen=True, slots=True)
class CitedFile:
    """A cited file as it is now: its bytes, and the article they hold.

    Of an article in a file of many this is what the index holds; it has no bytes before they are taken out of the file.
    """

    content: bytes | None
    article: Article


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file for whoever wants to see it: its name and bytes, and whether it has changed since it was quoted."""

    name: str
    content: bytes
    changed: bool


@dataclass(frozen=True, slots=True)
class FoundSource:
    """What was found.

    Attributes:
        standing: What became of the file.
        quoted: The quotation where it stands now, and in the file's words of now; as it was where it does not.
        file: The file; None if it is gone.
        around: The text around the quotation; None where it does not stand.
        later: The newest version of the article, where that is another one.
    """

    standing: SourceState
    quoted: Quotation
    file: CitedFile | None = None
    around: Surroundings | None = None
    later: StoredArticle | None = None


def look_up(quoted: Quotation, folder: Path, contents: ArticleShelf) -> FoundSource:
    """Look for the quotation: under its file's name, else under whatever name the same file bears now.

    Of an article that a newer version in another file has replaced, that version is given too.
    """
    found = _found(quoted, folder, contents)
    return replace(found, later=_later(quoted, found, contents))


def _found(quoted: Quotation, folder: Path, contents: ArticleShelf) -> FoundSource:
    file = _read(folder, quoted.source, contents)
    if file is None or not _is_same(file, quoted):
        moved = _moved(quoted, folder, contents)
        if moved is not None:
            return _standing(SourceState.MOVED, replace(quoted, source=moved.article.source), moved)
    if file is None:
        return FoundSource(SourceState.GONE, quoted)
    if _is_same(file, quoted) and find(quoted, file.article):
        return _standing(SourceState.SAME, quoted, file)
    return _in_changed(quoted, file)


def _later(quoted: Quotation, found: FoundSource, contents: ArticleShelf) -> StoredArticle | None:
    """Give the newest version of what was quoted: of a file that is gone, what says the same at its address."""
    try:
        if found.file is not None:
            return contents.newer(found.quoted.source)
        newest = contents.article_at(quoted.url) if quoted.url else None
        says_so = newest is not None and find_again(quoted.quote, contents.article_text(newest.source))
        return newest if says_so else None
    except KildeError as error:
        logger.info("Whether there is a newer version cannot be said: %s", error)
        return None


def original_of(found: FoundSource, folder: Path, fields: str) -> SentFile | None:
    """Give what was found as a file; None if it is gone.

    Args:
        found: By `look_up`.
        folder: The folder of articles.
        fields: The setting DUMP_FIELDS, by which articles in dumps are told apart.
    """
    if found.file is None:
        return None
    source, changed = found.quoted.source, found.standing in {SourceState.STANDS, SourceState.CHANGED}
    if found.file.content is not None:
        return SentFile(PurePosixPath(source).name, found.file.content, changed)
    with ReaderProcess(folder, fields=fields) as readers:
        original = readers.original(source)
    if original is None:
        return None
    changed = changed or original.content_hash != found.file.article.content_hash
    return SentFile(original.name, original.data, changed)


def _standing(standing: SourceState, quoted: Quotation, file: CitedFile) -> FoundSource:
    return FoundSource(standing, from_article(quoted, file.article), file, find(quoted, file.article))


def _in_changed(quoted: Quotation, file: CitedFile) -> FoundSource:
    text = file.article.text
    found = find_again(quoted.quote, text)
    if found is None:
        return FoundSource(SourceState.CHANGED, quoted, file)
    start, end = found
    first, last = Lines(text).span(start, end)
    now = replace(quoted, quote=text[start:end], start=start, first_line=first, last_line=last)
    return _standing(SourceState.STANDS, replace(now, content_hash=file.article.content_hash), file)


def _moved(quoted: Quotation, folder: Path, contents: ArticleShelf) -> CitedFile | None:
    """Give the same file under another name, as the index knows it; None if there is none."""
    if quoted.content_hash is None:
        return None
    try:
        article = contents.article_with(quoted.content_hash)
    except KildeError as error:
        logger.info("The index cannot say where a file has gone: %s", error)
        return None
    file = _read(folder, article.source, contents) if article else None
    return file if file and _is_same(file, quoted) else None


def _is_same(file: CitedFile, quoted: Quotation) -> bool:
    return quoted.content_hash in {None, file.article.content_hash}


def _read(folder: Path, source: str, contents: ArticleShelf) -> CitedFile | None:
    """Read a file as it is now; None if it is gone, or no article any more."""
    try:
        if file_of(source) != source:
            return _member(folder, source, contents)
        content = read_bytes(folder, source)
        if is_extracted(source):
            return CitedFile(content, _extracted(folder, source, content, contents))
        return CitedFile(content, parse_article(source, content))
    except KildeError as error:
        logger.info("A cited file cannot be opened: %s", error)
        return None


def _member(folder: Path, source: str, contents: ArticleShelf) -> CitedFile | None:
    """Give an article in a file of many as the index holds it: to read it again takes long."""
    article = contents.as_extracted(source)
    return CitedFile(None, article) if article and (folder / file_of(source)).is_file() else None


def _extracted(folder: Path, source: str, content: bytes, contents: ArticleShelf) -> Article:
    """Give the text as it was quoted from; where the file has changed since it was ingested, as it reads now.

    Raises:
        KildeError: It cannot be read any more, or the index cannot say.
    """
    article = contents.as_extracted(source)
    if article and article.content_hash == fingerprint(content, read_beside(folder, source)):
        return article
    with ReaderProcess(folder) as readers:
        found = next(readers.articles([source], frozenset()))
    if isinstance(found, Reading):
        return found.article
    raise found if isinstance(found, UnreadableArticle) else UnreadableArticle(source, "there is no article in it")
