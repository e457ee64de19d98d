"""The board of drafts: what is shown of one last is what is known of it last, whichever look took longer."""

import asyncio
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import URL
from telegram import Bot, Chat, Message
from telegram.constants import ChatType

from bot.desk.draft import ArticleDraft, DraftState
from bot.desk.neighbours import Nearby
from bot.desk.newsroom import Newsroom
from bot.desk.publishing import Places
from bot.memory import AsyncMemory, Memory
from bot.telegram.api.draft_board import DraftBoard, Workshop
from bot.telegram.api.sender import Sender, Spot
from bot.telegram.api.thread_pool import ThreadPool
from bot.telegram.context import utc_now
from bot.telegram.views.draft import Look
from bot.telegram.views.reply import Reply

SENT = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Answered(Sender):
    """Sends a message that somebody replies to before `send` has come back."""

    def __init__(self) -> None:
        self.reply: asyncio.Task[tuple[ArticleDraft, str] | None] | None = None
        self.board: DraftBoard | None = None

    async def send(self, bot: Bot, spot: Spot, reply: Reply, **_: object) -> list[int]:
        assert self.board
        message = Message(5, SENT, Chat(spot.chat_id, ChatType.PRIVATE))
        self.reply = asyncio.create_task(self.board.shown_in(message))
        await asyncio.wait([self.reply], timeout=0.5)  # It must wait for the note; one that does not is done by now.
        return [5]


class Shown(Sender):
    """Takes down what would be shown."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def revise(self, bot: Bot, spot: Spot, shown: object, reply: Reply) -> list[int]:
        self.texts.append(reply.pages[0].plain)
        return []


async def test_of_two_looks_the_one_that_knows_less_does_not_come_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, pool, sender = Memory(URL.create("sqlite", database=str(tmp_path / "kilde.sqlite"))), ThreadPool(), Shown()
    board = DraftBoard(Workshop(Newsroom(), Places(tmp_path, tmp_path), pool, utc_now), AsyncMemory(memory), sender)
    first, _ = memory.drafts.add(ArticleDraft(0, "k", 7, 7, SENT, DraftState.OPEN, "article.txt"), 1, "album")
    memory.drafts.show(first.id, 7, 2)
    looking, slow = threading.Event(), threading.Event()

    def look(draft: ArticleDraft) -> Look:
        if not looking.is_set():
            looking.set()
            slow.wait(10)
        return Look(None, Nearby(), f"{draft.pictures} pictures")

    monkeypatch.setattr(board, "_look", look)
    bot = cast("Bot", None)
    early = asyncio.create_task(board.refresh(bot, first))
    await asyncio.to_thread(looking.wait, 10)
    late = asyncio.create_task(board.add_picture(bot, first))
    await asyncio.wait([late], timeout=0.5)  # It must wait for the first; one that does not is done by now.
    slow.set()
    await asyncio.gather(early, late)
    pool.close()
    memory.close()
    assert "1 pictures" in sender.texts[-1]


async def test_a_reply_that_comes_before_its_draft_is_noted_finds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, pool, sender = (
        Memory(URL.create("sqlite", database=str(tmp_path / "kilde.sqlite"))),
        ThreadPool(),
        Answered(),
    )
    board = DraftBoard(Workshop(Newsroom(), Places(tmp_path, tmp_path), pool, utc_now), AsyncMemory(memory), sender)
    monkeypatch.setattr(board, "_look", lambda draft: Look(None, Nearby(), "a draft"))
    sender.board = board
    draft, _ = memory.drafts.add(ArticleDraft(0, "k", 7, 7, SENT, DraftState.OPEN, "article.txt"), 1)
    await board.show(cast("Bot", None), draft, Spot(7))
    assert sender.reply
    assert await sender.reply == (draft, "")
    pool.close()
    memory.close()
