"""Letters and newsletters (.eml): subject, sender and day of the header, and the text that a mail program would show.

Attachments are files of their own, and no text of the letter.
"""

import re
from datetime import date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from ingest.errors import UnreadableArticle
from ingest.readers import text_layout
from ingest.readers.document import Document, DocumentWriter, level
from ingest.readers.encodings import decode
from ingest.readers.front_matter import FrontMatter
from ingest.readers.markup_text import write_markup

_ANSWERING = re.compile(
    r"(?:\s*(?:re|fwd?|vs|sv|aw|wg|tr|rv|rif|r|odp|pd|ynt|ilt|doorst|antw|رد|إعادة توجيه|回复|转发)\s*[:：])+\s*",
    re.IGNORECASE,
)
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:[ \t]?")
_MOST_PARTS = 500
_FULLER = 4
"""So much more text in the HTML of a letter makes its plain text a stub ("your program does not show HTML")."""


def read(data: bytes, source: str) -> Document:
    """Read a letter.

    Raises:
        UnreadableArticle: It is no letter, is encrypted, or holds no text.
    """
    if not _HEADER.match(data.lstrip()):
        raise UnreadableArticle(source, "it does not begin with the header of a letter")
    try:
        message = message_from_bytes(data, policy=policy.default)
        stated, parts = _stated(message), _shown(message, source)
    except (MessageError, LookupError, ValueError, AttributeError, TypeError, IndexError) as error:
        raise UnreadableArticle(source, "it is damaged: its MIME cannot be read") from error
    plain, markup = (DocumentWriter(source) for _ in range(2))
    for part in parts.get("plain", []):
        _write_plain(_text_of(part, source), plain)
    for part in parts.get("html", []):
        write_markup(_text_of(part, source), markup)
    if not plain and not markup:
        raise UnreadableArticle(source, "there is no text in this letter")
    fuller = bool(markup) and (not plain or markup.length > _FULLER * plain.length)
    return (markup if fuller else plain).finish(stated)


def _shown(message: EmailMessage, source: str) -> dict[str, list[EmailMessage]]:
    """Give the parts that a mail program shows, by kind: all that are text and not attached."""
    found: dict[str, list[EmailMessage]] = {}
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            raise UnreadableArticle(source, "it has more parts than any letter")
        if part.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime"):
            raise UnreadableArticle(source, "it is encrypted")
        attached = part.get_content_disposition() == "attachment" or part.get_filename()
        if part.get_content_maintype() == "text" and not attached and part.get_content_subtype() in ("plain", "html"):
            found.setdefault(part.get_content_subtype(), []).append(part)
    return found


def _text_of(part: EmailMessage, source: str) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return data.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return decode(data, source)[0] if data.strip() else ""


def _write_plain(text: str, writer: DocumentWriter) -> None:
    """Write the paragraphs of a plain text; the signature behind "-- " is none of them."""
    text = re.split(r"(?m)^-- \r?$", text, maxsplit=1)[0]
    for block in text_layout.plain(text, 0):
        writer.add(text[block.start : block.end], block.kind)


def _stated(message: EmailMessage) -> FrontMatter:
    subject = level(_ANSWERING.sub("", str(message.get("subject", "")), count=1))
    sender = level(parseaddr(str(message.get("from", "")))[0])
    listed = any(name in message for name in ("list-id", "list-unsubscribe", "list-post"))
    return FrontMatter(
        title=subject or None,
        published=_day(str(message.get("date", ""))),
        outlet=sender or None if listed else None,
        author=None if listed else sender or None,
    )


def _day(value: str) -> date | None:
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
