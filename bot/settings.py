"""Settings of the bot: those of the corpus and what Telegram, the memory and the language model need.

Takes the environment and `.env` through `ingest.settings.load_settings`; knows nothing of who uses them.
"""

import re
from decimal import Decimal
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import NoDecode

from bot.llm.usage import Prices
from bot.visibility.collection_rules import Collections
from ingest.settings import CorpusSettings, Folder, OneLine, WebAddress, lower, web_address

_LARGEST_ID = 2**52
"""The Bot API says of ids: "at most 52 significant bits" (core.telegram.org/bots/api#user, #chat)."""


def _token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[0-9]{1,20}:[A-Za-z0-9_-]{35}", value.get_secret_value()):
        raise ValueError("not a token")
    return value


def _key(value: SecretStr) -> SecretStr:
    """Long enough that nobody guesses it, of what a bearer token may hold (RFC 6750, 2.1)."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{24,200}", value.get_secret_value()):
        raise ValueError("not a key")
    return value


def _database(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"(sqlite|postgresql)(\+[a-z0-9_]+)?://[^\s\x00-\x1f]*", value.get_secret_value()):
        raise ValueError("not a database address")
    return value


def _bot_api(value: str) -> str:
    """An address as of `web_address`; the `/bot` that libraries put behind it is ours to append."""
    address = web_address(value)
    if address.endswith("/bot"):
        raise ValueError("ends in /bot")
    return address


def _public_address(value: str) -> str:
    """An address that Telegram can call: https, or this machine itself for the preview and tests."""
    parts = urlsplit(value)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost"}:
        raise ValueError("not https")
    return value


def _collections(value: str) -> str:
    Collections.parse(value)
    return value


def _a_week(value: int) -> int:
    """What was sent must be known for as long as it may be due again, or be news in a first briefing."""
    if 0 < value < 7:
        raise ValueError("less than a week")
    return value


def _separated(value: object) -> object:
    return [part for part in re.split(r"[\s,]+", value) if part] if isinstance(value, str) else value


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


_BUDGET = "must be 0 or a whole number up to 1000000"
_DAYS = "must be 0 or a whole number of days up to 36500"
_TOKENS = "must be 0 or a whole number of tokens up to 1000000000000"
_COST = "must be 0 or an amount up to 1000000, and needs LLM_PRICE_IN or LLM_PRICE_OUT"
_PRICE = "must be 0 or the price of a million tokens, up to 1000000, such as 0.25"

Money = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=6, allow_inf_nan=False)]
Days = Annotated[int, Field(ge=0, le=36500)]
TokenBudget = Annotated[int, Field(ge=0, le=10**12)]

Caution = Literal["low", "normal", "high"]
"""How sure an answer must be before it is shown; `bot.answers.confidence_by_vectors` has the figures."""

UserId = Annotated[int, Field(gt=0, le=_LARGEST_ID)]
ChatId = Annotated[int, Field(ge=-_LARGEST_ID, le=_LARGEST_ID)]


class BotSettings(CorpusSettings):
    """What the bot needs. Each description completes the sentence "KEY …" in the error about it."""

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        default=None,
        description="must be a token as @BotFather gives it: digits, a colon and 35 letters, digits, _ or -",
    )
    telegram_base_url: Annotated[str, AfterValidator(_bot_api)] = Field(
        default="https://api.telegram.org",
        description="must be the http(s) address of a Bot API server, without /bot, user name or password",
    )
    database_url: Annotated[SecretStr, AfterValidator(_database)] | None = Field(
        default=None, description="must be a sqlite:/// or postgresql:// address"
    )
    llm_model: OneLine | None = Field(
        default=None, description="must be provider:model, such as ollama:llama3.1, on one line"
    )
    llm_context_tokens: int = Field(
        default=4_000, ge=500, le=200_000, description="must be a whole number of tokens from 500 to 200000"
    )
    llm_second_opinion: Annotated[Literal["on", "off"], BeforeValidator(lower)] = Field(
        default="on", description="must be on or off"
    )
    llm_price_in: Money = Field(default=Decimal(0), description=_PRICE)
    llm_price_out: Money = Field(default=Decimal(0), description=_PRICE)
    llm_currency: Annotated[str, BeforeValidator(_upper), Field(pattern=r"^[A-Z]{3}$")] = Field(
        default="USD", description="must be the code of a currency in three letters, such as USD"
    )
    reranker_model: OneLine | None = Field(
        default=None, description="must be the name or the folder of a sentence-transformers CrossEncoder"
    )
    qa_model: OneLine = Field(
        default="packaged",
        description="must be `packaged`, `none`, or the name or the folder of a question-answering model",
    )
    voice_model: OneLine | None = Field(
        default=None, description="must be the name or the folder of a faster-whisper model, on one line"
    )
    caution: Annotated[Caution, BeforeValidator(lower)] = Field(
        default="normal", description="must be low, normal or high"
    )
    conversation_minutes: int = Field(
        default=30, ge=0, le=1440, description="must be a whole number of minutes from 0 to 1440"
    )
    briefing_entries: int = Field(default=5, ge=1, le=10, description="must be a whole number from 1 to 10")
    briefing_nothing_new: Annotated[Literal["silence", "line"], BeforeValidator(lower)] = Field(
        default="silence", description="must be silence or line"
    )
    watch_days: int = Field(default=90, ge=1, le=365, description="must be a whole number of days from 1 to 365")
    keep_answers_days: Annotated[int, AfterValidator(_a_week)] = Field(
        default=365, ge=0, le=36500, description="must be 0 or a whole number of days from 7 to 36500"
    )
    backup_dir: Folder | None = Field(default=None, description="must be the path of a folder")
    backup_every_hours: int = Field(
        default=24, ge=1, le=8760, description="must be a whole number of hours from 1 to 8760"
    )
    keep_backups: int = Field(default=7, ge=1, le=10_000, description="must be a whole number from 1 to 10000")
    keep_votes_days: Days | None = Field(default=None, description=_DAYS)
    keep_briefings_days: Annotated[Days, AfterValidator(_a_week)] | None = Field(
        default=None, description="must be 0 or a whole number of days from 7 to 36500"
    )
    keep_audit_days: Days = Field(default=0, description=_DAYS)
    keep_strangers_days: Days = Field(default=365, description=_DAYS)
    keep_drafts_days: int = Field(default=30, ge=1, le=36500, description="must be a number of days from 1 to 36500")
    keep_usage_days: int = Field(default=31, ge=31, le=36500, description="must be a number of days from 31 to 36500")
    person_questions_a_minute: int = Field(default=20, ge=0, le=1_000_000, description=_BUDGET)
    person_questions_a_day: int = Field(default=300, ge=0, le=1_000_000, description=_BUDGET)
    person_model_calls_a_day: int = Field(default=300, ge=0, le=1_000_000, description=_BUDGET)
    person_tokens_a_day: TokenBudget = Field(default=0, description=_TOKENS)
    person_cost_a_day: Money = Field(default=Decimal(0), description=_COST)
    chat_questions_a_minute: int = Field(default=30, ge=0, le=1_000_000, description=_BUDGET)
    chat_questions_a_day: int = Field(default=2000, ge=0, le=1_000_000, description=_BUDGET)
    chat_model_calls_a_day: int = Field(default=2000, ge=0, le=1_000_000, description=_BUDGET)
    chat_tokens_a_day: TokenBudget = Field(default=0, description=_TOKENS)
    chat_cost_a_day: Money = Field(default=Decimal(0), description=_COST)
    all_tokens_a_day: TokenBudget = Field(default=0, description=_TOKENS)
    all_cost_a_day: Money = Field(default=Decimal(0), description=_COST)
    access: Annotated[Literal["private", "public"], BeforeValidator(lower)] = Field(
        default="private", description="must be private or public"
    )
    admin_ids: Annotated[frozenset[UserId], NoDecode, BeforeValidator(_separated)] = Field(
        default=frozenset(),
        description="must be Telegram user ids, positive whole numbers with commas between them",
    )
    editors: Annotated[frozenset[UserId], NoDecode, BeforeValidator(_separated)] = Field(
        default=frozenset(),
        description="must be Telegram user ids, positive whole numbers with commas between them",
    )
    collections: Annotated[str, AfterValidator(_collections)] = Field(
        default="", description="must be `folder=chat id, chat id` with semicolons between"
    )
    watch: Annotated[Literal["on", "off"], BeforeValidator(lower)] = Field(
        default="off", description="must be on or off"
    )
    proposals: Annotated[Literal["on", "off"], BeforeValidator(lower)] = Field(
        default="off", description="must be on or off"
    )
    inline: Annotated[Literal["on", "off"], BeforeValidator(lower)] = Field(
        default="off", description="must be on or off"
    )
    allowed_chats: Annotated[frozenset[ChatId], NoDecode, BeforeValidator(_separated)] = Field(
        default=frozenset(), description="must be Telegram chat ids, whole numbers with commas between them"
    )
    webhook_url: Annotated[WebAddress, AfterValidator(_public_address)] | None = Field(
        default=None, description="must be the https address under which Telegram reaches this bot"
    )
    metrics_port: int = Field(default=0, ge=0, le=65535, description="must be 0 or a port number up to 65535")
    mcp_port: int = Field(default=8765, ge=1, le=65535, description="must be a port number from 1 to 65535")
    mcp_key: Annotated[SecretStr, AfterValidator(_key)] | None = Field(
        default=None, description="must be 24 to 200 letters, digits, _ or -"
    )
    webhook_port: int = Field(default=8443, ge=1, le=65535, description="must be a port number from 1 to 65535")

    @property
    def prices(self) -> Prices:
        """What the language model costs."""
        return Prices(self.llm_price_in, self.llm_price_out, self.llm_currency)

    @field_validator("person_cost_a_day", "chat_cost_a_day", "all_cost_a_day")
    @classmethod
    def _has_prices(cls, value: Decimal, info: ValidationInfo) -> Decimal:
        """Refuse a limit of money where everything would cost nothing, so that it would never be reached."""
        if value and not (info.data.get("llm_price_in") or info.data.get("llm_price_out")):
            raise ValueError("no price")
        return value
