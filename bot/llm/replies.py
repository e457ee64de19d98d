"""Replies: what a language model said, read as an object of the asked form, however untidily it was said.

Takes a finished message (tool calls, JSON in a fence, JSON between words, JSON cut short) and gives a pydantic object
or nothing. Reads whole JSON values only: half a sentence of a cut reply could say the opposite of the whole one.
"""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_THOUGHTS = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_OPENING = re.compile(r"[{\[]")
_MOST_TRIES = 200
"""Places at which JSON is looked for; a reply of brackets only must not take minutes."""

S = TypeVar("S", bound=BaseModel)


def read_reply(message: "BaseMessage", schema: type[S]) -> S | None:
    """Return the first value in `message` that has the form of `schema`, None when there is none.

    Several values in a row, as a cut list leaves them, are also tried as one list.
    """
    values = list(_values(message))
    for value in [values, *values] if len(values) > 1 else values:
        try:
            return schema.model_validate(value)
        except (ValidationError, RecursionError):
            continue
    return None


def _values(message: "BaseMessage") -> Iterator[Any]:
    if chunks := getattr(message, "tool_call_chunks", []):  # whose `tool_calls` langchain completes by guessing
        for chunk in chunks:
            yield from _json_values(chunk["args"] or "")
    else:
        yield from (call["args"] for call in getattr(message, "tool_calls", []))
    yield from _json_values(_THOUGHTS.sub("", str(message.text)))


def _json_values(text: str) -> Iterator[Any]:
    """Yield the whole JSON objects and arrays of `text`, outermost first, leaving out what is broken."""
    decoder = json.JSONDecoder(strict=False)
    position = tries = 0
    while (opening := _OPENING.search(text, position)) and tries < _MOST_TRIES:
        tries += 1
        try:
            value, position = decoder.raw_decode(text, opening.start())
            yield value
        except (json.JSONDecodeError, RecursionError):
            position = opening.end()
