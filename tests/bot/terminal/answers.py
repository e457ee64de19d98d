"""Answers to show, and an Answerer that gives them: what it says depends on the question alone."""

from dataclasses import replace
from datetime import date

from bot.answers.answer import Answer, NearestPassage, Notice, Question
from bot.answers.progress import Tell, silently
from bot.quotes.citation import Citation, Statement

BRIDGE = Citation(
    number=1,
    source="harbour/000_bridge.txt",
    content_hash="0" * 64,
    start=10,
    end=52,
    first_line=3,
    last_line=3,
    quote="The bridge opened in May, a month early.",
    language="en",
    title="The bridge",
    outlet="Harbour Wire",
    published=date(2024, 5, 2),
)
MARKET = Citation(
    number=2,
    source="001_market.txt",
    content_hash="1" * 64,
    start=0,
    end=30,
    first_line=1,
    last_line=2,
    quote="افتُتح السوق\nفي يونيو.",
    language="ar",
    title="السوق",
)
NEAR = NearestPassage(
    source="001_market.txt",
    first_line=1,
    last_line=2,
    quote="افتُتح السوق\nفي يونيو.",
    score=0.223456,
    language="ar",
    title="السوق",
)

ANSWERED = Answer(
    question="When did the bridge open?",
    language="en",
    statements=(
        Statement("The bridge opened in May, a month early.", (1,)),
        Statement("The market followed in June.", (1, 2)),
    ),
    citations=(BRIDGE, MARKET),
    passages=(NEAR,),
    abstained=False,
    seconds=0.0123456,
)
DECLINED = Answer("Hvem vant cupen?", "nb", (), (), (NEAR,), abstained=True)
EMPTY = Answer("🙂", "ar", (), (), (), abstained=True, notices=(Notice.NOTHING_ASKED,))


class Scripted:
    """Knows of a bridge and of nothing else; `asked` holds every question."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def answer(self, question: Question, tell: Tell = silently) -> Answer:
        self.asked.append(question.text)
        known = EMPTY if not question.text.strip() else ANSWERED if "bridge" in question.text else DECLINED
        return replace(known, question=question.text)
