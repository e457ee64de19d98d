"""A fetched page as a file: what it is called by its type, and what is said of it. Pure."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.desk.draft import StatedFields
from ingest.index.versions import TRACKING
from ingest.readers.file_kinds import KINDS, ending
from ingest.sources.fetching import Fetched

_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/epub+zip": ".epub",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


def page_name(page: Fetched) -> str:
    """Give a name whose ending says what the page is: by its type, else by its address."""
    by_address = ending(urlsplit(page.address).path)
    known = _ENDINGS.get(page.media_type, by_address if by_address in KINDS else page.media_type)
    return f"page{known}"


def stated_of(page: Fetched) -> StatedFields:
    """Say where the page is, without what only tells how somebody came there."""
    parts = urlsplit(page.address)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith(TRACKING)]
    return StatedFields(url=urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), "")))
