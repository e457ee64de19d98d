"""What Telegram marks by itself."""

import pytest

from bot.preview.detection import detected
from bot.preview.entities import Entity, Formatted, utf16_slice


def found(text: str) -> list[tuple[str, str]]:
    formatted = detected(Formatted(text))
    return [(entity.type, utf16_slice(text, entity.offset, entity.length)) for entity in formatted.entities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/ask@kilde_bot hva nå?", [("bot_command", "/ask@kilde_bot")]),
        ("😀 hei @kilde_bot!", [("mention", "@kilde_bot")]),
        ("skriv til post@example.org.", [("email", "post@example.org")]),
        ("se https://example.org/a?b=1, takk", [("url", "https://example.org/a?b=1")]),
        ("example.org/kai", [("url", "example.org/kai")]),
        ("#olje og #نفط", [("hashtag", "#olje"), ("hashtag", "#نفط")]),
        ("1/2 a/b 3@ # /ø", []),
    ],
)
def test_it_finds(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_what_the_sender_marked_is_left_alone() -> None:
    formatted = Formatted("see /start here", (Entity("code", 4, 6),))
    assert detected(formatted) == formatted
