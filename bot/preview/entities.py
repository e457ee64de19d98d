"""Entity and Formatted: text with its formatting beside it, as Telegram keeps messages.

Offsets and lengths are in UTF-16 code units. Knows neither markup (`markup`) nor what is found by itself (`detection`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

MAX_ENTITIES = 100
"""Telegram drops the entities after the hundredth."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One run of formatted text.

    Attributes:
        type: As in the Bot API ("bold", "expandable_blockquote", "text_link" …).
        offset: First UTF-16 code unit.
        length: UTF-16 code units, at least 1.
        argument: The address of a text_link, the language of a pre, the number of a custom emoji; else "".
    """

    type: str
    offset: int
    length: int
    argument: str = ""

    @property
    def end(self) -> int:
        """One past the last UTF-16 code unit."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True)
class Formatted:
    """Text and its entities, sorted by offset, longer ones first."""

    text: str = ""
    entities: tuple[Entity, ...] = ()


EMPTY = Formatted()

_ARGUMENT_KEYS = {
    "text_link": "url",
    "pre": "language",
    "custom_emoji": "custom_emoji_id",
}


def utf16_length(text: str) -> int:
    """UTF-16 code units of `text`."""
    return len(text) + sum(character > "\uffff" for character in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of `text` that starts at UTF-16 code unit `offset` and is `length` units long."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def in_order(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Sorted as Telegram sends them, at most MAX_ENTITIES."""
    ordered = sorted(set(entities), key=lambda entity: (entity.offset, -entity.length, entity.type))
    return tuple(ordered[:MAX_ENTITIES])


def trimmed(formatted: Formatted) -> Formatted:
    """Without white space at either end, entities moved and cut accordingly, as Telegram's servers do."""
    text = formatted.text.strip()
    lead = utf16_length(formatted.text[: len(formatted.text) - len(formatted.text.lstrip())])
    room = utf16_length(text)
    kept = (_cut(entity, lead, room) for entity in formatted.entities)
    return Formatted(text, in_order(entity for entity in kept if entity.length > 0))


def _cut(entity: Entity, lead: int, room: int) -> Entity:
    start = max(entity.offset - lead, 0)
    end = min(entity.end - lead, room)
    return Entity(entity.type, start, end - start, entity.argument)


def to_json(entity: Entity) -> Json:
    """As the Bot API writes a MessageEntity."""
    json: Json = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    key = _ARGUMENT_KEYS.get(entity.type)
    if key and entity.argument:
        json[key] = entity.argument
    return json


def from_json(json: Json) -> Entity:
    """Read one MessageEntity.

    Raises:
        KeyError, TypeError, ValueError: It lacks a type, an offset or a length.
    """
    key = _ARGUMENT_KEYS.get(str(json["type"]), "")
    return Entity(str(json["type"]), int(json["offset"]), int(json["length"]), str(json.get(key, "")))
