"""Words of articles and of people go out in every way that the bot has: nothing of them can be tapped, nobody is rung.

The messages are those that the stand-in keeps, with the entities that Telegram would have added to them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from bot.answers.answer import Answer, NearestPassage, Notice
from bot.briefings.briefing import BriefingEntry
from bot.preview import Preview
from bot.preview.detection import detected
from bot.preview.entities import Formatted, utf16_slice
from bot.preview.state import Message
from bot.quotes.citation import Citation, Statement
from bot.telegram.commands import COMMANDS
from ingest.index.catalogue import StoredArticle
from ingest.index.tallies import Tally
from tests.bot.telegram.briefings import ScriptedBriefer
from tests.bot.telegram.conftest import Scripted, Shelf, Start, stored_article
from tests.bot.telegram.samples import DECLINED

EVIL = "Ring @ola_n på +47 22 33 44 55, /wipe, #olje, a@b.no, news.md, http://x.no/a og نفط.مصر nå."
FILE = "nord/@ola_n news.md"
OURS = {"bold", "italic", "code", "text_link", "blockquote", "expandable_blockquote"}
CITED = Citation(
    number=1,
    source=FILE,
    content_hash="0" * 64,
    start=0,
    end=len(EVIL),
    first_line=1,
    last_line=1,
    quote=EVIL,
    language="nb",
    title=f"Om {EVIL}",
    outlet=f"Avisen {EVIL}",
    published=date(2024, 3, 1),
    translation=EVIL,
)
ANSWERED = Answer(
    EVIL, "nb", (Statement(EVIL, (1,), ((5, 8), (12, 30))),), (CITED, replace(CITED, number=2, title="B")), (), False
)
FOUND = NearestPassage(source=FILE, first_line=1, last_line=3, quote=EVIL, score=0.4, language="nb", title=f"Om {EVIL}")
UNANSWERED = replace(DECLINED, question=EVIL, passages=(FOUND,) * 3)
STORY = BriefingEntry("ferry", f"Ferge {EVIL}", (CITED,), (f"Avisen {EVIL}",), ("nb",), differing=(EVIL, "4"))


class EvilShelf(Shelf):
    def articles(self, *, offset: int, limit: int) -> Sequence[StoredArticle]:
        return [
            replace(it, title=EVIL, outlet=EVIL, source=FILE) for it in super().articles(offset=offset, limit=limit)
        ]

    def article(self, source: str) -> StoredArticle | None:
        return replace(stored_article(0, source, datetime(2024, 3, 1, tzinfo=UTC)), title=EVIL)

    def tallies(self) -> Sequence[Tally]:
        return [replace(it, outlet=EVIL) for it in super().tallies()]


def tappable(message: Message) -> Iterator[str]:
    for entity in message.content.entities:
        if entity.type not in OURS:
            yield utf16_slice(message.text, entity.offset, entity.length)


async def test_nothing_of_them_can_be_tapped(preview: Preview, start: Start, articles: Path) -> None:
    ola, evil = preview.user("Ola", language="nb"), preview.user(f"Eve {EVIL}"[:60], username="eve_n")
    desk = preview.chat(f"Desken {EVIL}", members=[ola, evil], admins=[ola])
    (articles / "nord/@ola_n news.md").write_text(f"Før. {EVIL}\n\n{EVIL}\n\nEtter: {EVIL}\n", encoding="utf-8")
    answers = {
        "svar": ANSWERED,
        "ukjent": UNANSWERED,
        "lent": replace(ANSWERED, follows=EVIL),
        "skrevet": replace(ANSWERED, rewritten=EVIL),
        EVIL: replace(UNANSWERED, notices=(Notice.SHORTENED,)),
    }
    keys = {"access": "private", "admin_ids": frozenset({ola.id})}
    async with start(Scripted(answers), EvilShelf(), briefer=ScriptedBriefer((STORY,)), **keys) as kilde:
        await evil.says("hei")
        await evil.says("/ask@kilde_bot hei", chat=desk)
        for said in (
            "svar",
            "ukjent",
            "lent",
            "skrevet",
            EVIL,
            "/sources",
            "/corpus outlets",
            "/brief",
            f"/brief {EVIL}",
        ):
            answered = await preview.answer_to(await ola.says(said))
            for button in [it for row in answered.keyboard for it in row if it.data]:
                await ola.taps(answered, button, answered=False)
        for command in ("subscribe", "unsubscribe", "quiet", "brief", "corpus", "admit", "language", "ask", "nothing"):
            await preview.answer_to(await ola.says(f"/{command} {EVIL}"))
        await ola.says(f"/subscribe 08:00 Europe/Oslo «{EVIL}»")
        for command in ("subscriptions", "unsubscribe", "watching", "unanswered", "help", "start"):
            await preview.answer_to(await ola.says(f"/{command}"))
        await ola.says(f"/ask@kilde_bot {EVIL}", chat=desk)
        await kilde.settled()
    sent = [message for chat in (ola.private, evil.private, desk) for message in preview.messages(chat, by_bot=True)]
    live = {tapped for message in sent for tapped in tappable(message)}
    assert {tapped.removesuffix("@kilde_bot") for tapped in live} <= {command.live for command in COMMANDS}
    assert {"/help", "/subscribe"} <= live
    assert sum("ola_n" in message.text for message in sent) > 20
    for about in preview.world.bot.texts.values():
        assert detected(Formatted(about)).entities == ()
