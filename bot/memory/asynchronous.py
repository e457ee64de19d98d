"""The memory for an event loop: the same repositories and methods, each to be awaited and run in a thread.

Takes a Memory. `tests/bot/memory/test_asynchronous.py` holds that no method is missing here.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from bot.memory.answers import Answers
from bot.memory.audit import AuditLog
from bot.memory.chats import Chats
from bot.memory.database import Memory
from bot.memory.drafts import Drafts
from bot.memory.ledger import Ledger
from bot.memory.links import AdminLinks
from bot.memory.model_use import ModelUse
from bot.memory.people import People
from bot.memory.personal_data import PersonalData
from bot.memory.retention import Retention
from bot.memory.spending import Spending
from bot.memory.subscriptions import Subscriptions
from bot.memory.votes import Votes
from bot.memory.watches import Watches

R = TypeVar("R")
T = TypeVar("T")
P = ParamSpec("P")


class _InThreads(Generic[R]):
    """A repository whose methods are awaited."""

    def __init__(self, repository: R) -> None:
        self.repository = repository


def _awaited(method: Callable[Concatenate[R, P], T]) -> Callable[Concatenate[_InThreads[R], P], Coroutine[Any, Any, T]]:
    @wraps(method)
    async def run(self: _InThreads[R], /, *args: P.args, **kwargs: P.kwargs) -> T:
        # Looked up only now: a test may have put another in its place.
        call: Callable[P, T] = getattr(self.repository, method.__name__)
        return await asyncio.to_thread(call, *args, **kwargs)

    return run


class AsyncPeople(_InThreads[People]):
    """See `People`."""

    get = _awaited(People.get)
    admins = _awaited(People.admins)
    choose_language = _awaited(People.choose_language)
    note_client = _awaited(People.note_client)
    admit = _awaited(People.admit)
    dismiss = _awaited(People.dismiss)
    refuse = _awaited(People.refuse)
    is_announced = _awaited(People.is_announced)
    note_announced = _awaited(People.note_announced)


class AsyncChats(_InThreads[Chats]):
    """See `Chats`."""

    get = _awaited(Chats.get)
    choose_language = _awaited(Chats.choose_language)
    note_spoken = _awaited(Chats.note_spoken)
    choose_quiet_days = _awaited(Chats.choose_quiet_days)
    admit = _awaited(Chats.admit)
    dismiss = _awaited(Chats.dismiss)
    note_presence = _awaited(Chats.note_presence)
    refuse = _awaited(Chats.refuse)
    is_announced = _awaited(Chats.is_announced)
    note_announced = _awaited(Chats.note_announced)
    move = _awaited(Chats.move)


class AsyncAnswers(_InThreads[Answers]):
    """See `Answers`."""

    save = _awaited(Answers.save)
    note_messages = _awaited(Answers.note_messages)
    citing = _awaited(Answers.citing)
    note_replaced = _awaited(Answers.note_replaced)
    get = _awaited(Answers.get)
    find = _awaited(Answers.find)
    language_of = _awaited(Answers.language_of)
    declined = _awaited(Answers.declined)
    answered = _awaited(Answers.answered)
    latest = _awaited(Answers.latest)
    shown_in = _awaited(Answers.shown_in)
    forget = _awaited(Answers.forget)


class AsyncVotes(_InThreads[Votes]):
    """See `Votes`."""

    vote = _awaited(Votes.vote)
    all = _awaited(Votes.all)


class AsyncSubscriptions(_InThreads[Subscriptions]):
    """See `Subscriptions`."""

    put = _awaited(Subscriptions.put)
    choose_zone = _awaited(Subscriptions.choose_zone)
    remove = _awaited(Subscriptions.remove)
    stop = _awaited(Subscriptions.stop)
    turn_picture = _awaited(Subscriptions.turn_picture)
    of = _awaited(Subscriptions.of)
    active = _awaited(Subscriptions.active)


class AsyncLedger(_InThreads[Ledger]):
    """See `Ledger`."""

    claim_due = _awaited(Ledger.claim_due)
    claim_watched = _awaited(Ledger.claim_watched)
    claim = _awaited(Ledger.claim)
    knows = _awaited(Ledger.knows)
    settle = _awaited(Ledger.settle)
    lose = _awaited(Ledger.lose)
    get = _awaited(Ledger.get)
    covered_to = _awaited(Ledger.covered_to)
    told = _awaited(Ledger.told)
    follow = _awaited(Ledger.follow)
    followed = _awaited(Ledger.followed)
    note_followed = _awaited(Ledger.note_followed)


class AsyncWatches(_InThreads[Watches]):
    """See `Watches`."""

    toggle = _awaited(Watches.toggle)
    stop = _awaited(Watches.stop)
    of = _awaited(Watches.of)
    due = _awaited(Watches.due)
    note_looked = _awaited(Watches.note_looked)
    note_told = _awaited(Watches.note_told)
    release = _awaited(Watches.release)
    drop = _awaited(Watches.drop)
    expire = _awaited(Watches.expire)


class AsyncSpending(_InThreads[Spending]):
    """See `Spending`."""

    ask = _awaited(Spending.ask)
    forget = _awaited(Spending.forget)


class AsyncModelUse(_InThreads[ModelUse]):
    """See `ModelUse`."""

    on = _awaited(ModelUse.on)
    add = _awaited(ModelUse.add)
    since = _awaited(ModelUse.since)
    forget = _awaited(ModelUse.forget)


class AsyncLinks(_InThreads[AdminLinks]):
    """See `AdminLinks`."""

    issue = _awaited(AdminLinks.issue)
    claim = _awaited(AdminLinks.claim)


class AsyncAuditLog(_InThreads[AuditLog]):
    """See `AuditLog`."""

    note = _awaited(AuditLog.note)
    count = _awaited(AuditLog.count)
    latest = _awaited(AuditLog.latest)


class AsyncRetention(_InThreads[Retention]):
    """See `Retention`."""

    remove = _awaited(Retention.remove)


class AsyncDrafts(_InThreads[Drafts]):
    """See `Drafts`."""

    add = _awaited(Drafts.add)
    get = _awaited(Drafts.get)
    change = _awaited(Drafts.change)
    claim = _awaited(Drafts.claim)
    of_album = _awaited(Drafts.of_album)
    add_picture = _awaited(Drafts.add_picture)
    proposals_of = _awaited(Drafts.proposals_of)
    unfinished = _awaited(Drafts.unfinished)
    show = _awaited(Drafts.show)
    shown_in = _awaited(Drafts.shown_in)
    messages_of = _awaited(Drafts.messages_of)
    forget = _awaited(Drafts.forget)


class AsyncPersonalData(_InThreads[PersonalData]):
    """See `PersonalData`."""

    of = _awaited(PersonalData.of)
    erase = _awaited(PersonalData.erase)


class AsyncMemory:
    """Everything the bot remembers; see `Memory` for the attributes.

    Attributes:
        sync: The same, for what runs in a thread already.
    """

    def __init__(self, memory: Memory) -> None:
        self.sync = memory
        self.people, self.chats = AsyncPeople(memory.people), AsyncChats(memory.chats)
        self.answers, self.votes = AsyncAnswers(memory.answers), AsyncVotes(memory.votes)
        self.subscriptions, self.ledger = AsyncSubscriptions(memory.subscriptions), AsyncLedger(memory.ledger)
        self.watches, self.links = AsyncWatches(memory.watches), AsyncLinks(memory.links)
        self.spending, self.retention = AsyncSpending(memory.spending), AsyncRetention(memory.retention)
        self.audit = AsyncAuditLog(memory.audit)
        self.drafts = AsyncDrafts(memory.drafts)
        self.model_use = AsyncModelUse(memory.model_use)
        self.personal = AsyncPersonalData(memory.personal)
