"""Finds what Telegram's servers mark by themselves: commands, mentions, hashtags, web and mail addresses.

Takes Formatted, gives Formatted; what the sender marked already is left alone.
"""

import re

from bot.preview.entities import Entity, Formatted, in_order, utf16_length

_ADDRESS = re.compile(
    r"(?<![\w@/])(?:https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}»،؛؟]"
    r"|(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|no|example)\b(?:/[^\s<>\"]*)?)",
    re.IGNORECASE,
)
_PATTERNS = (
    ("url", _ADDRESS),
    ("email", re.compile(r"(?<![\w.@])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}\b")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?(?![\w@])")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#&])#\w*[^\W\d]\w*")),
)


def detected(formatted: Formatted) -> Formatted:
    """`formatted` with the entities that Telegram adds."""
    found: list[Entity] = []
    closed = [entity for entity in formatted.entities if entity.type in {"text_link", "code", "pre", "text_mention"}]
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(formatted.text):
            entity = _entity(kind, formatted.text, match)
            if not any(_touch(entity, other) for other in closed + found):
                found.append(entity)
    return Formatted(formatted.text, in_order([*formatted.entities, *found]))


def _entity(kind: str, text: str, match: re.Match[str]) -> Entity:
    return Entity(kind, utf16_length(text[: match.start()]), utf16_length(match.group()))


def _touch(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end
