"""Mailboxes (.mbox): letters one behind the other (RFC 4155; `>From ` as in mboxrd)."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError

from ingest.errors import UnreadableArticle
from ingest.readers.containers.member import Found, Member, latest, member_id

_BEGIN = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From [^\r\n]*\r?\n(?=[!-9;-~]+:|>From )")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_OF_PROGRAMS = re.compile(
    rb"^(?:status|x-status|x-keywords|x-uid|x-mozilla-[a-z-]+|content-length|lines|x-gmail-labels):[^\n]*\n"
    rb"(?:[ \t][^\n]*\n)*",
    re.IGNORECASE | re.MULTILINE,
)
"""Header fields in which mail programs note what the reader did with a letter."""


def members(data: bytes, source: str, _fields: str) -> Iterator[Found]:
    """Give the letters of a mailbox.

    Raises:
        UnreadableArticle: It is none.
    """
    if not data.strip():
        return
    if not _BEGIN.match(data):
        raise UnreadableArticle(source, "it does not begin as a mailbox does (From …)")
    yield from latest(lambda: _letters(data))


def _letters(data: bytes) -> Iterator[Member]:
    begins = [match.span() for match in _BEGIN.finditer(data)]
    ends = [start for start, _ in begins[1:]] + [len(data)]
    for (_, start), end in zip(begins, ends, strict=True):
        original = _QUOTED.sub(rb"\1", data[start:end].rstrip(b"\r\n") + b"\n")
        letter = _without_notes(original)
        yield Member(member_id(_message_id(letter), letter), ".eml", letter, original, ".eml")


def _without_notes(letter: bytes) -> bytes:
    head = re.search(rb"\r?\n\r?\n", letter)
    end = head.end() if head else len(letter)
    return _OF_PROGRAMS.sub(b"", letter[:end]) + letter[end:]


def _message_id(letter: bytes) -> str:
    head = re.split(rb"\r?\n\r?\n", letter[:100_000], maxsplit=1)[0]
    try:
        return str(message_from_bytes(head, policy=policy.compat32).get("message-id") or "").strip("<> \t\r\n")
    except (MessageError, LookupError, ValueError, TypeError):
        return ""
