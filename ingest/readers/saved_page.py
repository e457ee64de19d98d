"""Saved pages (.mhtml, .mht): a page in MIME (RFC 2557), as browsers save it; its first HTML part is the page."""

import re
from email import message_from_bytes, policy
from email.errors import MessageError

from ingest.errors import UnreadableArticle
from ingest.readers.document import Document
from ingest.readers.front_matter import FrontMatter
from ingest.readers.html_page import decoded, read_markup

_MOST_PARTS = 5_000
_SAVED_FROM = ("snapshot-content-location", "content-location")


def read(data: bytes, source: str) -> Document:
    """Read a saved page; the address that it was saved from is its own where it states none.

    Raises:
        UnreadableArticle: There is no page in it, or no article in the page.
    """
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        for number, part in enumerate(message.walk()):
            if number > _MOST_PARTS:
                break
            content = part.get_payload(decode=True) if part.get_content_subtype() in ("html", "xhtml+xml") else None
            if isinstance(content, bytes):
                known = (str(message.get(name) or part.get(name) or "").strip() for name in _SAVED_FROM)
                address = next((value for value in known if re.match(r"https?://\S+\Z", value)), None)
                return read_markup(decoded(content, source), source, fallback=FrontMatter(url=address))
    except (MessageError, LookupError, ValueError, AttributeError, TypeError) as error:
        raise UnreadableArticle(source, "it is damaged: its MIME cannot be read") from error
    raise UnreadableArticle(source, "there is no page in it")
