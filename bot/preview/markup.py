"""Telegram's HTML: `parse_html` takes the text a bot sends with parse_mode HTML and gives Formatted.

Follows `parse_html` of tdlib (td/telegram/MessageEntity.cpp): the same tags, the same leniency, the same error texts,
with offsets in bytes of UTF-8. Knows nothing of limits.
"""

import re
from dataclasses import dataclass, replace

from bot.preview.entities import Entity, Formatted, in_order, utf16_length

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_WITH_ARGUMENT = {"text_link", "custom_emoji", "date_time", "code", "pre"}
_SPACE = " \t\r\n\0\v"
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(?:x([0-9a-fA-F]{1,7})|([0-9]{1,8}))|([a-zA-Z]+));?")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")


class MarkupError(ValueError):
    """The markup is malformed; the text is Telegram's."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A start tag whose end tag has not come yet."""

    tag: str
    argument: str
    offset: int
    position: int


def parse_html(html: str) -> Formatted:
    """Text and entities of `html`.

    Raises:
        MarkupError: A tag is unknown, unclosed or closed in the wrong order.
    """
    return _Parser(html).parse()


class _Parser:
    """One pass over the text with a stack of open tags."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._at = 0
        self._output: list[str] = []
        self._offset = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def parse(self) -> Formatted:
        while self._at < len(self._html):
            character = self._html[self._at]
            if character == "<":
                self._tag()
            elif character == "&":
                self._emit(self._reference() or self._one())
            else:
                self._emit(self._one())
        if self._open:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        plain = (replace(entity, argument="") if entity.type == "code" else entity for entity in self._entities)
        return Formatted("".join(self._output), in_order(plain))

    def _one(self) -> str:
        self._at += 1
        return self._html[self._at - 1]

    def _emit(self, text: str) -> None:
        self._output.append(text)
        self._offset += utf16_length(text)

    def _peek(self) -> str:
        return self._html[self._at] if self._at < len(self._html) else ""

    def _reference(self) -> str:
        """The character of the reference that starts here, or "" when it is none that Telegram knows."""
        match = _REFERENCE.match(self._html, self._at)
        if match is None:
            return ""
        hexadecimal, decimal, name = match.groups()
        if name is not None:
            character = _NAMED.get(name, "")
        else:
            code = int(hexadecimal, 16) if hexadecimal else int(decimal)
            character = chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
        if character:
            self._at = match.end()
        return character

    def _where(self, position: int) -> str:
        return f"at byte offset {len(self._html[:position].encode('utf-8', 'surrogatepass'))}"

    def _tag(self) -> None:
        begin = self._at
        self._at += 1
        if self._peek() == "/":
            self._end_tag(begin)
        else:
            self._start_tag(begin)

    def _until(self, stops: str) -> str:
        """Everything up to one of `stops` or the end."""
        start = self._at
        while self._at < len(self._html) and self._html[self._at] not in stops:
            self._at += 1
        return self._html[start : self._at]

    def _skip_space(self) -> None:
        while self._peek() and self._peek() in _SPACE:
            self._at += 1

    def _start_tag(self, begin: int) -> None:
        tag = self._until(_SPACE + ">").lower()
        if not self._peek():
            raise MarkupError(f"Unclosed start tag {self._where(begin)}")
        if tag not in _TYPES:
            raise MarkupError(f'Unsupported start tag "{tag}" {self._where(begin)}')
        argument = ""
        while True:
            self._skip_space()
            if self._peek() == ">":
                break
            name, value = self._attribute(tag, begin)
            argument = _argument(tag, name, value) or argument
        self._at += 1
        if tag == "span" and argument != "spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" {self._where(begin)}')
        self._open.append(_Open(tag, argument, self._offset, len(self._output)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._until(_SPACE + "=>/\"'")
        if not name:
            if not self._peek():
                raise MarkupError(f'Unclosed start tag "{tag}" {self._where(begin)}')
            raise MarkupError(f'Empty attribute name in the tag "{tag}" {self._where(begin)}')
        self._skip_space()
        if self._peek() != "=":
            if not self._peek():
                raise MarkupError(f'Unclosed start tag "{tag}" {self._where(begin)}')
            return name.lower(), ""
        self._at += 1
        self._skip_space()
        if not self._peek():
            raise MarkupError(f'Unclosed start tag "{tag}" {self._where(begin)}')
        value = self._quoted() if self._peek() in "'\"" else self._bare()
        if not self._peek():
            raise MarkupError(f"Unclosed start tag {self._where(begin)}")
        return name.lower(), value

    def _bare(self) -> str:
        start = self._at
        match = _TOKEN.match(self._html, self._at)
        self._at = match.end() if match else self._at
        if self._peek() and self._peek() not in _SPACE + ">":
            raise MarkupError(f"Unexpected end of name token {self._where(start)}")
        return self._html[start : self._at].lower()

    def _quoted(self) -> str:
        quote = self._one()
        value: list[str] = []
        while self._peek() and self._peek() != quote:
            value.append((self._reference() if self._peek() == "&" else "") or self._one())
        self._at += 1
        return "".join(value)

    def _end_tag(self, begin: int) -> None:
        if not self._open:
            raise MarkupError(f"Unexpected end tag {self._where(begin)}")
        self._at += 1
        tag = self._until(_SPACE + ">").lower()
        self._skip_space()
        if self._peek() != ">":
            raise MarkupError(f"Unclosed end tag {self._where(begin)}")
        self._at += 1
        opened = self._open.pop()
        if tag and tag != opened.tag:
            raise MarkupError(f'Unmatched end tag {self._where(begin)}, expected "</{opened.tag}>", found "</{tag}>"')
        if self._offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self._offset - opened.offset
        kind, argument = _TYPES[opened.tag], opened.argument
        if kind == "text_link":
            argument = argument or "".join(self._output[opened.position :])
            if "." not in argument and ":" not in argument:
                return
        elif kind == "custom_emoji" and not (argument.isdigit() and int(argument)):
            raise MarkupError("Invalid custom emoji identifier specified")
        elif kind == "blockquote" and argument:
            kind, argument = "expandable_blockquote", ""
        elif kind == "pre" and self._is_whole_code(opened, length):
            argument = self._entities.pop().argument
        kept = argument if kind in _WITH_ARGUMENT else ""
        self._entities.append(Entity(kind, opened.offset, length, kept))

    def _is_whole_code(self, opened: _Open, length: int) -> bool:
        """All of this `<pre>` is one `<code>` with a language."""
        last = self._entities[-1] if self._entities else None
        return last == Entity("code", opened.offset, length, last.argument if last else "") and bool(last.argument)


def _argument(tag: str, name: str, value: str) -> str:
    """What the tag keeps of this attribute; "" when nothing."""
    if tag == "blockquote" and name == "expandable":
        return "expandable"
    if tag == "code" and name == "class" and value.startswith("language-"):
        return value.removeprefix("language-")
    if tag == "span" and name == "class" and value.startswith("tg-"):
        return value.removeprefix("tg-")
    wanted = {"a": "href", "tg-emoji": "emoji-id", "tg-time": "unix"}
    return value if wanted.get(tag) == name else ""
