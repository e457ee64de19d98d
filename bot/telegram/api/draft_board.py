"""The board of drafts: shows them wherever they are shown, and sees what was decided through to its end.

Takes ArticleDrafts that the memory has claimed; puts their files in place, has the index brought up to date, and says
in every message that shows one how far it is. What a killed process left is taken up by `run_once`.
"""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import timedelta

from telegram import Bot, Message
from telegram.error import TelegramError

from bot.desk.draft import WAITING, ArticleDraft, DraftState
from bot.desk.neighbours import Nearby
from bot.desk.newsroom import Newsroom
from bot.desk.publishing import Places, carry_out, take_back
from bot.desk.reading import ManyReading, read_draft
from bot.memory import AsyncMemory
from bot.memory.audit import Act
from bot.telegram.api.sender import Sender, Spot, spot_of
from bot.telegram.api.thread_pool import ThreadPool
from bot.telegram.context import Clock
from bot.telegram.views.draft import Look, outcome, preview
from bot.telegram.views.reply import Reply, words
from bot.texts import Texts
from ingest.errors import KildeError, UnreadableArticle
from ingest.readers.file_kinds import ending
from ingest.sources.fetching import Fetched
from ingest.sources.inbox import name_for

UNDO_FOR = timedelta(minutes=10)
"""For how long after a decision it can be undone."""
_SELDOM = timedelta(hours=1)
_EVERY = 5.0
"""Seconds between two words on how far a publication is that takes long; Telegram lets a message be edited so often."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Workshop:
    """What drafts are worked on with: what reads and indexes, where files are, threads, and the time.

    For so long drafts are kept that nobody decides on, and what is known of those that were decided on.
    """

    newsroom: Newsroom
    places: Places
    thread_pool: ThreadPool
    now: Clock
    keep: timedelta = timedelta(days=30)


class DraftBoard:
    """Shows drafts and carries out what was decided."""

    def __init__(self, workshop: Workshop, memory: AsyncMemory, sender: Sender) -> None:
        self._newsroom, self._places = workshop.newsroom, workshop.places
        self._pool, self.now, self._keep = workshop.thread_pool, workshop.now, workshop.keep
        self._memory, self.sender = memory, sender
        self._turns: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._showing: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._sending: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks: set[asyncio.Task[None]] = set()
        self._forgets_next = workshop.now()

    async def keep(self, draft: ArticleDraft, name: str, content: bytes) -> None:
        """Keep what was sent, as it came."""
        await self._pool.run(self._places.folder(draft).keep, name, content)

    async def clear(self, key: str) -> None:
        """Remove the folder of a draft that is not known any more."""
        await self._pool.run(self._places.folder_of(key).clear)

    async def fetch(self, link: str) -> Fetched:
        """Fetch a page.

        Raises:
            FetchError: It cannot be had.
        """
        return await self._pool.run(self._newsroom.fetcher.fetch, link)

    async def forget(self, draft: ArticleDraft) -> None:
        """Forget what was sent."""
        await self._pool.run(self._places.folder(draft).clear)

    async def show(self, bot: Bot, draft: ArticleDraft, spot: Spot) -> None:
        """Show a draft as it is by now in a new message; look at one that is waiting first."""
        draft = await self._memory.drafts.get(draft.id) or draft
        reply = await self._reply(draft, spot.chat_id)
        async with self.sending(spot.chat_id):
            for message in await self.sender.send(bot, spot, reply):
                await self._memory.drafts.show(draft.id, spot.chat_id, message)
        later = await self._memory.drafts.get(draft.id)
        if later is not None and later.pictures != draft.pictures:  # Counted while the message was made.
            await self.refresh(bot, later)

    def sending(self, chat_id: int) -> asyncio.Lock:
        """Give what is held while something that shows a draft is sent to a chat and noted."""
        return self._sending[chat_id]

    async def shown_in(self, message: Message) -> tuple[ArticleDraft, str] | None:
        """Give the draft that a message shows, and the field that it asks for. Replies may be quicker than notes."""
        async with self.sending(message.chat.id):
            return await self._memory.drafts.shown_in(message.chat.id, message.message_id)

    async def add_picture(self, bot: Bot, draft: ArticleDraft) -> None:
        """Count a picture that came with a draft; one that is shown already is shown anew."""
        counted = await self._memory.drafts.add_picture(draft.id)
        if counted is not None and await self._memory.drafts.messages_of(draft.id):
            await self.refresh(bot, counted)

    async def show_quietly(self, bot: Bot, draft: ArticleDraft, spot: Spot) -> None:
        """Show a draft to somebody who may have blocked the bot."""
        try:
            await self.show(bot, draft, spot)
        except TelegramError as error:
            logger.warning("Draft %d cannot be shown to %d: %s", draft.id, spot.chat_id, error.message)

    async def refresh(self, bot: Bot, draft: ArticleDraft) -> None:
        """Show a draft as it is by now, in all messages that show it."""
        messages = await self._memory.drafts.messages_of(draft.id)
        await self._tell_sender(bot, draft, {chat_id for chat_id, _ in messages})
        # One at a time, each as the draft is by then: of two, the one that knows less must not come last.
        async with self._showing[draft.id]:
            newest = await self._memory.drafts.get(draft.id) or draft
            look = await self._looked_at(newest) if newest.state in WAITING else None
            for chat_id, message in messages:
                reply = await self._reply(newest, chat_id, look)
                try:
                    await self.sender.revise(bot, Spot(chat_id), [message], reply)
                except TelegramError as error:
                    logger.warning("Draft %d cannot be shown in chat %d: %s", draft.id, chat_id, error.message)

    async def _tell_sender(self, bot: Bot, draft: ArticleDraft, shown: Collection[int]) -> None:
        """Tell who proposed a draft what became of it."""
        keys = {DraftState.REJECTED: "desk.declined", DraftState.PUBLISHED: "desk.accepted" if draft.indexed else ""}
        if draft.chat_id in shown or not (key := keys.get(draft.state)):
            return
        texts = await self.texts_of(draft.chat_id)
        with contextlib.suppress(TelegramError):
            await self.sender.send(bot, Spot(draft.chat_id), words(texts.text(key), texts))

    async def _reply(self, draft: ArticleDraft, chat_id: int, look: Look | None = None) -> Reply:
        texts = await self.texts_of(chat_id)
        if draft.state in WAITING:
            return preview(draft, look or await self._looked_at(draft), texts)
        return outcome(draft, texts, undoable=self.can_undo(draft), progress=self._newsroom.progress.now)

    async def texts_of(self, chat_id: int) -> Texts:
        """Give what the bot says in a chat."""
        if chat_id > 0:
            person = await self._memory.people.get(chat_id)
            return Texts(person.language, person.client)
        chat = await self._memory.chats.get(chat_id)
        return Texts(chat.language, chat.spoken)

    async def say(self, bot: Bot, message: Message, key: str, **values: str) -> None:
        """Say something below a message."""
        texts = await self.texts_of(message.chat.id)
        await self.sender.send(bot, spot_of(message), words(texts.text(key, **values), texts))

    def begin(self, bot: Bot, draft: ArticleDraft) -> None:
        """See a decision through, beside whatever else happens."""
        task = asyncio.create_task(self._see_through(bot, draft.id), name=f"draft {draft.id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def run_once(self, bot: Bot) -> None:
        """Take up what was left unfinished, and forget what is old."""
        for draft in await self._memory.drafts.unfinished():
            if not self._turns[draft.id].locked():
                await self._see_through(bot, draft.id)
        if self.now() >= self._forgets_next:
            self._forgets_next = self.now() + _SELDOM
            for key in await self._memory.drafts.forget(self.now() - self._keep):
                await self.clear(key)

    async def _see_through(self, bot: Bot, draft_id: int) -> None:
        async with self._turns[draft_id]:
            try:
                if (draft := await self._memory.drafts.get(draft_id)) is not None:
                    await self._finish(bot, await self._with_files(bot, draft))
            except Exception:
                logger.exception("Draft %d could not be seen through; that is tried again.", draft_id)

    async def _with_files(self, bot: Bot, draft: ArticleDraft) -> ArticleDraft:
        """Put the files of a claimed draft in place, or back."""
        work = {DraftState.PUBLISHING: carry_out, DraftState.UNDOING: take_back}.get(draft.state)
        if work is None:
            return draft
        done = DraftState.PUBLISHED if work is carry_out else DraftState.UNDONE
        try:
            await self._pool.run(work, self._places, draft)
            moved = await self._memory.drafts.claim(draft.id, [draft.state], done, indexed=False)
        except KildeError as error:
            moved = await self._memory.drafts.claim(draft.id, [draft.state], DraftState.FAILED, reason=_because(error))
        moved = moved or draft
        await self.note(moved)
        logger.info("Draft %d by %s: %s.", moved.id, moved.acted_by, moved.state.value)
        await self.refresh(bot, moved)
        return moved

    async def note(self, draft: ArticleDraft) -> None:
        """Write what was decided into the audit log."""
        published = Act.WITHDREW if draft.withdraws else Act.REPLACED if draft.replaces else Act.PUBLISHED
        acts = {DraftState.PUBLISHED: published, DraftState.UNDONE: Act.UNDID, DraftState.REJECTED: Act.REJECTED}
        if (act := acts.get(draft.state)) is None:
            return
        subject = draft.replaces if act in {Act.WITHDREW, Act.REPLACED} else draft.source or draft.replaces
        why = f" ({draft.reason})" if act is Act.WITHDREW else ""
        await self._memory.audit.note(draft.acted_by, act, f"{subject}{why}")

    async def _finish(self, bot: Bot, draft: ArticleDraft) -> None:
        """Bring the index up to date with what was done."""
        if draft.state not in (DraftState.PUBLISHED, DraftState.UNDONE) or draft.indexed:
            return
        try:
            async with self._telling(bot, draft):
                report = await self._pool.run(self._newsroom.ingestion.run, draft.taken_out)
        except KildeError as error:
            logger.warning("What was decided on draft %d is not in the index yet: %s", draft.id, error)
            return
        failed = next((it for it in report.failed if it.source == draft.source), None)
        if failed and draft.state is DraftState.PUBLISHED:
            moved = await self._memory.drafts.claim(draft.id, [draft.state], DraftState.FAILED, reason=failed.reason)
        else:
            moved = await self._memory.drafts.claim(draft.id, [draft.state], draft.state, indexed=True)
        if moved is not None:
            await self.refresh(bot, moved)

    @contextlib.asynccontextmanager
    async def _telling(self, bot: Bot, draft: ArticleDraft) -> AsyncIterator[None]:
        """Say now and then how far the ingestion is, in the messages that show a draft, until the block ends."""
        done = asyncio.Event()

        async def tell() -> None:
            last = None
            while not done.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(done.wait(), _EVERY)
                if (now := self._newsroom.progress.now) is not None and now != last and not done.is_set():
                    last = now
                    await self.refresh(bot, draft)

        telling = asyncio.create_task(tell(), name=f"progress of draft {draft.id}")
        try:
            yield
        finally:
            done.set()
            with contextlib.suppress(Exception):
                await telling

    async def _looked_at(self, draft: ArticleDraft) -> Look:
        """Look at a draft that is waiting; keeps which articles say the same, and what its file would be called."""
        look = await self._pool.run(self._look, draft)
        source = ""
        if look.reading is not None:
            article = look.reading.article
            source = name_for(article.title, article.published, draft.key, ending(draft.name))
        twins = tuple(twin.article.source for twin in look.nearby.twins)
        await self._memory.drafts.change(draft.id, twins=twins, source=source)
        return look

    def _look(self, draft: ArticleDraft) -> Look:
        try:
            reading = read_draft(self._places.folder(draft), draft, self._places.fields)
        except UnreadableArticle as error:
            return Look(None, Nearby(), error.reason)
        if self._newsroom.neighbours is None:
            return Look(reading, Nearby())
        try:
            if isinstance(reading, ManyReading):
                return Look(reading, self._newsroom.neighbours.of_many(reading))
            return Look(reading, self._newsroom.neighbours.of(reading, self._memory.sync.stories))
        except KildeError as error:
            logger.warning("What is near to draft %d cannot be said: %s", draft.id, error)
            return Look(reading, Nearby())

    def can_undo(self, draft: ArticleDraft) -> bool:
        """Tell whether what was done with a draft can be undone now."""
        recent = draft.acted_at is not None and self.now() - draft.acted_at <= UNDO_FOR
        return draft.state is DraftState.PUBLISHED and recent


def _because(error: KildeError) -> str:
    return error.reason if isinstance(error, UnreadableArticle) else str(error)
