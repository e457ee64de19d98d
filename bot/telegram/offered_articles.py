"""What a message offers as an article: a file, a text, a forwarded post with where it comes from. Pure.

Takes a Message, gives an Offer or None. Fetches nothing.
"""

import re
from dataclasses import dataclass, field

from telegram import Document, Message, MessageOrigin, MessageOriginChannel

from bot.desk.draft import StatedFields
from bot.telegram.addressing import words_of

LARGEST = 20 * 1024 * 1024
"""Bytes of a file that Telegram lets a bot fetch (core.telegram.org/bots/api#getfile)."""

_TEXT = "article.txt"
_LONG = 300
"""Characters from which what a person forwards is an article rather than a question."""
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may become an article: a file of Telegram's, a text, or an address.

    Attributes:
        name: Of the file, as it was sent.
        document: Where a file is to be fetched.
        text: Where there is none.
        link: The address of a page, where that is all that was sent.
        stated: What is known of it: of a post in a channel its outlet, day and address.
    """

    name: str
    document: Document | None = None
    text: str = ""
    link: str = ""
    stated: StatedFields = field(default_factory=StatedFields)


def offer_in(message: Message) -> Offer | None:
    """Give what a message would be as an article; None if there is no text in it."""
    stated = _stated(message.forward_origin)
    if message.document is not None:
        return Offer(message.document.file_name or "", document=message.document, stated=stated)
    return text_offer(words_of(message), stated)


def text_offer(text: str, stated: StatedFields | None = None) -> Offer | None:
    """Give what a text would be as an article; None if it is empty."""
    text = text.strip()
    if not text:
        return None
    link = text if _LINK.fullmatch(text) else ""
    return Offer(_TEXT, text="" if link else text, link=link, stated=stated or StatedFields())


def is_offered(message: Message) -> bool:
    """Tell whether an editor means a message as an article: a file, a link, a channel's post or a long forward."""
    if message.document is not None or isinstance(message.forward_origin, MessageOriginChannel):
        return True
    if _LINK.fullmatch(words_of(message).strip()):
        return True
    return message.forward_origin is not None and len(words_of(message)) >= _LONG


def _stated(origin: MessageOrigin | None) -> StatedFields:
    if not isinstance(origin, MessageOriginChannel):
        return StatedFields(published=origin.date.date()) if origin else StatedFields()
    post = f"https://t.me/{origin.chat.username}/{origin.message_id}" if origin.chat.username else None
    return StatedFields(None, origin.date.date(), origin.chat.title, None, post, origin.author_signature)
