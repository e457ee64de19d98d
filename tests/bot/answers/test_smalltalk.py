"""Polite words, links and words about the last answer are told from questions, in nine languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.smalltalk import Manner, manner_of, meant_instead


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("Good evening!", Manner.GREETING),
        ("hey there 👋", Manner.GREETING),
        ("Heisann, hvordan går det?", Manner.GREETING),
        ("صباح الخير", Manner.GREETING),
        ("Здравствуйте!", Manner.GREETING),
        ("cheers", Manner.THANKS),
        ("Thank you for your help", Manner.THANKS),
        ("Takk for hjelpen!", Manner.THANKS),
        ("merci beaucoup", Manner.THANKS),
        ("Alles klar, danke", Manner.THANKS),
        ("شكرًا جزيلًا", Manner.THANKS),
        ("hasta luego", Manner.THANKS),
        ("okay", Manner.THANKS),
        ("Hi, what can you do?", Manner.ABILITY),
        ("Vad kan du göra?", Manner.ABILITY),
        ("¿Quién eres?", Manner.ABILITY),
        ("من أنت؟", Manner.ABILITY),
        ("https://avis.example/a?b=1", Manner.LINK),
        ("www.avis.example", Manner.LINK),
        ("Give me more details", None),
        ("More details, please", Manner.MORE),
        ("Fortell meg mer om dette", Manner.MORE),
        ("أخبرني المزيد عن ذلك", Manner.MORE),
        ("When was this story written?", Manner.PUBLISHED),
        ("Hvor gammel er den artikkelen?", Manner.PUBLISHED),
        ("Когда это опубликовали?", Manner.PUBLISHED),
        ("Which newspaper is that?", Manner.AUTHOR),
        ("Qui a écrit cet article ?", Manner.AUTHOR),
        ("ما هو المصدر؟", Manner.AUTHOR),
        ("Hello, when does the ferry sail?", None),
        ("Thanks, and who paid for it?", None),
        ("Who wrote the sea atlas?", None),
        ("When was the library opened?", None),
        ("Tell me more about the river", None),
        ("See https://avis.example/a", None),
        ("Hjelp til flyktninger", None),
        ("", None),
        ("🚢", None),
    ],
)
def test_what_a_message_is(text: str, manner: Manner | None) -> None:
    assert manner_of(text) == manner


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("No, I meant the old library", "the old library"),
        ("nei, jeg mente hva trikken kostet", "hva trikken kostet"),
        ("لا، أقصد المكتبة القديمة", "المكتبة القديمة"),
        ("Nein, ich meinte die Brücke!", "die Brücke!"),
        ("No, I meant", None),
        ("Why was no one meant to see it?", None),
    ],
)
def test_what_is_meant_instead(text: str, meant: str | None) -> None:
    assert meant_instead(text) == meant


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert manner_of(text) is None or isinstance(manner_of(text), Manner)
    assert (meant := meant_instead(text)) is None or meant in text
