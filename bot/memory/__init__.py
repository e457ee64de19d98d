"""What the bot remembers between restarts, in one SQL database: SQLite in WAL mode, or PostgreSQL by URL.

    people      who may ask, who is an admin, which language they chose
    chats       which groups may ask, their language, whether the bot is still there
    answers     every answer as it was sent, so that its buttons work while it is kept, and an edited question edits it
    votes       what people thought of an answer, with the answer as it was
    subscriptions  which chats want a briefing, and when
    ledger      every briefing, claimed before it is sent and settled after; which stories a chat knows and follows
    watches     who wants to be told when a declined question is answered
    inbox       every update, written down before Telegram is told that it was received, until it is handled
    spending    what each person and group has asked today
    drafts      articles that editors look at before they are published, and what became of them
    model_use   calls, tokens and cost of a language model, for whom, by day
    stories     which article belongs to which story
    retention   removes what is too old
    personal_data  what is stored of one person, in all of these
    chat_copy   one chat out of a database and into another
    links       the one-time link that makes its opener the admin
    audit       what admins did

Synchronous, with `AsyncMemory` for an event loop. Gives frozen data classes, never rows; knows nothing of Telegram.
"""

from bot.memory.answers import Answers, Declined, StoredAnswer
from bot.memory.asynchronous import AsyncMemory
from bot.memory.audit import Act, AuditEntry, AuditLog
from bot.memory.chats import Chat, Chats
from bot.memory.database import Memory, database_file, database_url
from bot.memory.database_failures import DatabaseFailure, failure_of
from bot.memory.drafts import Drafts
from bot.memory.ledger import BriefingState, Ledger, StoredBriefing
from bot.memory.links import AdminLinks
from bot.memory.people import People, Person, Role
from bot.memory.retention import Aging, Retention
from bot.memory.spending import Spending
from bot.memory.subscriptions import Place, Subscription, Subscriptions
from bot.memory.update_inbox import Inbox, Receipt, Unsettled
from bot.memory.votes import Versions, Vote, Votes
from bot.memory.watches import Watch, Watched, Watches, WatchOutcome

__all__ = [
    "Act",
    "AdminLinks",
    "Aging",
    "Answers",
    "AsyncMemory",
    "AuditEntry",
    "AuditLog",
    "BriefingState",
    "Chat",
    "Chats",
    "DatabaseFailure",
    "Declined",
    "Drafts",
    "Inbox",
    "Ledger",
    "Memory",
    "People",
    "Person",
    "Place",
    "Receipt",
    "Retention",
    "Role",
    "Spending",
    "StoredAnswer",
    "StoredBriefing",
    "Subscription",
    "Subscriptions",
    "Unsettled",
    "Versions",
    "Vote",
    "Votes",
    "Watch",
    "WatchOutcome",
    "Watched",
    "Watches",
    "database_file",
    "database_url",
    "failure_of",
]
