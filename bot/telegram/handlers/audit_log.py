"""What admins did, for admins in private: /log with its pages, the newest first.

People are stored by id alone; Telegram is asked what they are called now.
"""

import asyncio
from collections.abc import Mapping, Sequence

from telegram import Bot, Update

from bot.memory import Act, AsyncMemory, AuditEntry
from bot.telegram.access import Access
from bot.telegram.api.chat_names import name_of_id
from bot.telegram.api.sender import Sender, spot_of
from bot.telegram.api.taps import Tap
from bot.telegram.callbacks import LOG_PAGE
from bot.telegram.context import Context
from bot.telegram.views.layout import Block, Line, Run
from bot.telegram.views.list_pages import list_page, page_line, turns
from bot.telegram.views.pagination import paginate
from bot.telegram.views.reply import Reply, keyboard, prose, words
from bot.texts import Live, Texts, shorten

ACTS_A_PAGE = 8
_LENGTH = 120
"""Characters of a name that are shown."""
_KNOWN = frozenset(act.value for act in Act)


class AuditLogCommand:
    """The handlers of the log."""

    def __init__(self, memory: AsyncMemory, sender: Sender, access: Access) -> None:
        self._memory, self._sender, self._access = memory, sender, access

    async def on_log(self, update: Update, context: Context) -> None:
        """List the acts, newest first."""
        if (message := update.message) is None:
            return
        visitor = context.visitor
        if not self._access.is_admin(visitor):
            reply = words(visitor.texts.text("access.admins_only"), visitor.texts)
        elif not visitor.private:
            reply = words(visitor.texts.text("unanswered.private", command=Live("/log")), visitor.texts)
        else:
            reply = await self._page(1, context)
        await self._sender.send(context.bot, spot_of(message), reply)

    async def on_log_page(self, tap: Tap[None], context: Context) -> None:
        """Turn the pages, for whoever still is an admin."""
        await tap.acknowledge()
        await tap.show_instead(self._sender, await self._page(tap.number, context), context)

    async def _page(self, wanted: int, context: Context) -> Reply:
        texts, log = context.visitor.texts, self._memory.audit
        count = await log.count()
        if not count:
            return words(texts.text("log.none"), texts)
        page = list_page(count, wanted, ACTS_A_PAGE)
        acts = await log.latest(offset=page.first, limit=page.size)
        names = await _names(context.bot, acts)
        blocks = [prose(texts.plural("log.title", count), texts), *(_entry(act, names, texts) for act in acts)]
        blocks += page_line(page, texts)
        return Reply(paginate(blocks)[:1], keyboard(turns(LOG_PAGE, page, texts)))


async def _names(bot: Bot, acts: Sequence[AuditEntry]) -> Mapping[str, str]:
    """Name everybody in these acts, by their ids."""
    ids = {str(act.actor) for act in acts if act.actor is not None} | {act.subject for act in acts}
    people = sorted(number for number in ids if number.removeprefix("-").isdecimal())
    found = await asyncio.gather(*(name_of_id(bot, int(number)) for number in people))
    return {
        number: number if name == number else f"{shorten(name, _LENGTH)} ({number})"
        for number, name in zip(people, found, strict=True)
    }


def _entry(act: AuditEntry, names: Mapping[str, str], texts: Texts) -> Block:
    who = texts.text("log.machine") if act.actor is None else names[str(act.actor)]
    what = names.get(act.subject) or shorten(act.subject, _LENGTH)
    key = f"log.{act.act}" if act.act in _KNOWN else "log.other"
    done = Line((Run(texts.text(key, who=who, what=what)),), texts.direction)
    day, time = texts.date(act.done_at.date()), texts.time(act.done_at.time())
    return Block((done, Line((Run(texts.text("log.done_at", day=day, time=time), "i"),), texts.direction)))
