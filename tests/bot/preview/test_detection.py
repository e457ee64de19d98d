"""What Telegram marks by itself, by the rules of TDLib."""

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
        ("1/2 a/b 3@ # /ø #1 a#b #a#", []),
        ("(/start) /start@a a/b", [("bot_command", "/start")]),
        ("@gif @abc a@nrk1 @navn_no", [("mention", "@gif"), ("mention", "@navn_no")]),
        ("les news.md, kl.ti, slutt.No og U.S.A.", [("url", "news.md")]),
        ("1.2.3.4 1.2.3 1.2.3.400", [("url", "1.2.3.4")]),
        ("http://a.b_c http://kai.lokal http://localhost", [("url", "http://kai.lokal")]),
        ("(http://example.org/a_(b)) «example.org/a»", [("url", "http://example.org/a_(b)"), ("url", "example.org/a")]),
        ("пример.рф مثال.مصر", [("url", "пример.рф"), ("url", "مثال.مصر")]),
        ("mailto:ola@nrk.no ola+a.b@nrk.co", [("email", "ola@nrk.no"), ("email", "ola+a.b@nrk.co")]),
        ("tg://resolve?domain=a", [("url", "tg://resolve?domain=a")]),
        ("$NOK $nok $ABCDEFGHI US$", [("cashtag", "$NOK")]),
        ("ring +47 22 33 44 55 nå", [("phone_number", "+47 22 33 44 55")]),
        ("4242 4242 4242 4242 og 4242 4242 4242 4241", [("bank_card", "4242 4242 4242 4242")]),
        ("exa\u2060mple.\u2060org @\u2060navn_no /\u2060start", []),
    ],
)
def test_it_finds(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_what_the_sender_marked_is_left_alone() -> None:
    formatted = Formatted("see /start here", (Entity("code", 4, 6),))
    assert detected(formatted) == formatted
