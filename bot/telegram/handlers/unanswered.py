"""What the articles did not answer, for admins in private: /unanswered with its pages.

The same question asked again, however it was spelt, is one entry with a count, until it is answered. Nobody's name is
shown.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from telegram import Update

from bot.answers.answer import NOT_SEARCHED
from bot.memory import AsyncMemory, Declined
from bot.telegram.access import Access
from bot.telegram.api.sender import Sender, spot_of
from bot.telegram.api.taps import Tap
from bot.telegram.callbacks import UNANSWERED_PAGE
from bot.telegram.context import Context
from bot.telegram.views.layout import Block, Line, Run
from bot.telegram.views.list_pages import list_page, page_line, turns
from bot.telegram.views.pagination import paginate
from bot.telegram.views.reply import Reply, keyboard, prose, words
from bot.texts import Live, Texts, direction_of, shorten
from ingest.text.folding import fold

QUESTIONS_A_PAGE = 8
_LENGTH = 200
"""Characters of a question that are shown, so that a page fits one message."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that the articles do not answer, as last written; how often it was asked, when last, who watches."""

    question: str
    count: int
    last: datetime
    watchers: frozenset[int] = frozenset()


class UnansweredCommand:
    """The handlers of the list."""

    def __init__(self, memory: AsyncMemory, sender: Sender, access: Access) -> None:
        self._memory, self._sender, self._access = memory, sender, access

    async def on_unanswered(self, update: Update, context: Context) -> None:
        """List the questions, newest first."""
        if (message := update.message) is None:
            return
        visitor = context.visitor
        if not self._access.is_admin(visitor):
            reply = words(visitor.texts.text("access.admins_only"), visitor.texts)
        elif not visitor.private:  # Others asked them elsewhere; a group is not the place to show them.
            reply = words(visitor.texts.text("unanswered.private", command=Live("/unanswered")), visitor.texts)
        else:
            reply = await self._page(1, visitor.texts)
        await self._sender.send(context.bot, spot_of(message), reply)

    async def on_unanswered_page(self, tap: Tap[None], context: Context) -> None:
        """Turn the pages of that list, for whoever still is an admin."""
        await tap.acknowledge()
        reply = await self._page(tap.number, context.visitor.texts)
        await tap.show_instead(self._sender, reply, context)

    async def _page(self, wanted: int, texts: Texts) -> Reply:
        declined = await self._memory.answers.declined()
        answered = await self._memory.answers.answered(declined[-1].asked_at) if declined else []
        gaps = await asyncio.to_thread(gather, declined, answered)
        if not gaps:
            return words(texts.text("unanswered.none"), texts)
        page = list_page(len(gaps), wanted, QUESTIONS_A_PAGE)
        blocks = [prose(texts.plural("unanswered.title", len(gaps)), texts)]
        blocks += [_entry(gap, texts) for gap in gaps[page.entries]]
        blocks += page_line(page, texts)
        return Reply(paginate(blocks)[:1], keyboard(turns(UNANSWERED_PAGE, page, texts)))


def gather(declined: Iterable[Declined], answered: Iterable[tuple[str, datetime]] = ()) -> list[Gap]:
    """Put declined questions, newest first, that are the same but for spelling into one, newest first.

    Left out is whatever was declined before the same question was answered, as `answered` says with what and when.
    """
    since: dict[str, datetime] = {}
    for question, moment in answered:
        since[_key(question)] = max(moment, since.get(_key(question), moment))
    gaps: dict[str, Gap] = {}
    for one in declined:
        key = _key(one.question)
        if NOT_SEARCHED.intersection(one.notices) or (key in since and one.asked_at < since[key]):
            continue
        gap = gaps.get(key, Gap(one.question, 0, one.asked_at))
        gaps[key] = replace(gap, count=gap.count + 1, watchers=gap.watchers | one.watchers)
    return list(gaps.values())


def _key(question: str) -> str:
    return fold(question).text.strip(" .!?")


def _entry(gap: Gap, texts: Texts) -> Block:
    question = Line((Run(shorten(gap.question, _LENGTH), "b", isolated=True),), direction_of(gap.question))
    asked = texts.plural("unanswered.asked", gap.count, last=gap.last.date())
    watched = f" · {texts.plural('unanswered.watched', len(gap.watchers))}" if gap.watchers else ""
    return Block((question, Line((Run(asked + watched),), texts.direction)))
