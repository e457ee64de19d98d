"""Answers for tests, with sentences of our own, in the three languages of the interface."""

from dataclasses import replace
from datetime import date

from bot.answers.answer import Answer, NearestPassage
from bot.quotes.citation import Citation, Statement

HARBOUR = Citation(
    number=1,
    source="nord/havnen.md",
    content_hash="0" * 64,
    start=0,
    end=44,
    first_line=2,
    last_line=2,
    quote="Havnen i Vardø åpner igjen den 3. mars 2024.",
    language="nb",
    title="Havnen i Vardø åpner igjen",
    outlet="Nordavis <AS>",
    published=date(2024, 2, 28),
)
PORT = Citation(
    number=2,
    source="port.txt",
    content_hash="1" * 64,
    start=10,
    end=60,
    first_line=4,
    last_line=5,
    quote="قالت Reuters إن الميناء سيفتح في مايو.\nوأضافت أن السفن تنتظر.",
    language="ar",
    title="الميناء يفتح في مايو",
)
ANSWER = Answer(
    question="Når åpner havnen?",
    language="nb",
    statements=(
        Statement("Havnen i Vardø åpner igjen den 3. mars 2024.", (1,)),
        Statement("قالت Reuters إن الميناء سيفتح في مايو.", (2, 1)),
    ),
    citations=(HARBOUR, PORT),
    passages=(),
    abstained=False,
    seconds=0.1,
)
OWN_WORDS = replace(ANSWER, statements=(Statement(HARBOUR.quote, (1,)), Statement(PORT.quote.replace("\n", " "), (2,))))
"""Without a language model: each sentence is its quotation."""
NEAREST = tuple(
    NearestPassage(
        source=f"{name}.txt",
        first_line=1,
        last_line=3,
        quote=f"Dette handler om {name} & lite annet.",
        score=0.4,
        language="nb",
        title=f"Om {name}",
    )
    for name in ("fisk", "is", "tog", "vær")
)
DECLINED = Answer("Hvem vant?", "nb", (), (), NEAREST, abstained=True)
