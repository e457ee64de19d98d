"""Call: one request to the Bot API with its parameters, and how they are read.

Takes the strings of a query, form or JSON body; gives typed values or refuses them in Telegram's words.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.preview.detection import detected
from bot.preview.entities import Entity, Formatted, Json, from_json, trimmed
from bot.preview.errors import ApiError, refused
from bot.preview.markup import MarkupError, parse_html


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart request."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """One request.

    Attributes:
        method: Name as in the address.
        parameters: Values as strings; objects and arrays as JSON.
        uploads: Files by the name of their part.
    """

    method: str
    parameters: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """A string."""
        return self.parameters.get(name, default)

    def number(self, name: str, default: int = 0) -> int:
        """An integer; what is none counts as `default`, as with Telegram."""
        try:
            return int(self.parameters.get(name, default))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """A boolean."""
        return self.parameters.get(name, "").lower() in {"true", "1", "yes"}

    def mapping(self, name: str) -> Json:
        """A JSON object; {} if it was not sent."""
        value = self._json(name, {})
        if not isinstance(value, dict):
            raise refused(f"Bad Request: can't parse {name.replace('_', ' ')} JSON object")
        return value

    def array(self, name: str) -> list[Any]:
        """A JSON array; [] if it was not sent."""
        value = self._json(name, [])
        if not isinstance(value, list):
            raise refused(f"Bad Request: can't parse {name.replace('_', ' ')}: Expected an Array")
        return value

    def _json(self, name: str, default: object) -> object:
        raw = self.parameters.get(name)
        if not raw:
            return default
        try:
            return json.loads(raw)
        except ValueError:
            raise refused(f"Bad Request: can't parse {name.replace('_', ' ')} JSON object") from None

    def formatted(self, name: str, entities: str = "entities") -> Formatted:
        """Text by `parse_mode` or explicit entities, trimmed, with what Telegram detects by itself."""
        return formatted(self.text(name), self.text("parse_mode"), self.array(entities))


def formatted(text: str, parse_mode: str, entities: list[Any]) -> Formatted:
    """Read text as a bot sends it.

    Raises:
        ApiError: The markup is malformed, or the mode is not HTML, the only one the preview reads.
    """
    if parse_mode and parse_mode.lower() != "html":
        raise refused("Bad Request: unsupported parse_mode")
    try:
        marked = parse_html(text) if parse_mode else Formatted(text, _entities(entities))
    except MarkupError as error:
        raise ApiError(400, f"Bad Request: can't parse entities: {error}") from error
    return detected(trimmed(marked))


def _entities(entities: list[Any]) -> tuple[Entity, ...]:
    try:
        return tuple(from_json(entity) for entity in entities)
    except (KeyError, TypeError, ValueError):
        raise refused("Bad Request: can't parse entities: Can't parse MessageEntity") from None
