"""Settings: what a person decides, read once from the environment and `.env` and passed on as an argument.

`load_settings(kind)` gives a frozen CorpusSettings (or a subclass of it) or raises a SettingsError of one
sentence that names the key and never shows its value. There is no global settings object, and nothing else reads
`.env`.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from dotenv.parser import Binding, parse_stream
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.dump_fields import NAMES, FieldNames
from ingest.errors import SettingsError

KEYS = (
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_BASE_URL",
    "ARTICLES_DIR",
    "FEEDS",
    "FEEDS_GONE",
    "WATCH",
    "COLLECTIONS",
    "DATA_DIR",
    "EMBEDDING_MODEL",
    "CHROMA_URL",
    "REMOVAL_LIMIT",
    "REMOVAL_LIMIT_PERCENT",
    "DUMP_FIELDS",
    "DATABASE_URL",
    "LLM_MODEL",
    "LLM_CONTEXT_TOKENS",
    "LLM_SECOND_OPINION",
    "LLM_PRICE_IN",
    "LLM_PRICE_OUT",
    "LLM_CURRENCY",
    "RERANKER_MODEL",
    "QA_MODEL",
    "VOICE_MODEL",
    "CAUTION",
    "CONVERSATION_MINUTES",
    "BRIEFING_ENTRIES",
    "BRIEFING_NOTHING_NEW",
    "WATCH_DAYS",
    "KEEP_ANSWERS_DAYS",
    "KEEP_VOTES_DAYS",
    "KEEP_BRIEFINGS_DAYS",
    "KEEP_AUDIT_DAYS",
    "KEEP_STRANGERS_DAYS",
    "KEEP_DRAFTS_DAYS",
    "KEEP_USAGE_DAYS",
    "BACKUP_DIR",
    "BACKUP_EVERY_HOURS",
    "KEEP_BACKUPS",
    "PERSON_QUESTIONS_A_MINUTE",
    "PERSON_QUESTIONS_A_DAY",
    "PERSON_MODEL_CALLS_A_DAY",
    "PERSON_TOKENS_A_DAY",
    "PERSON_COST_A_DAY",
    "CHAT_QUESTIONS_A_MINUTE",
    "CHAT_QUESTIONS_A_DAY",
    "CHAT_MODEL_CALLS_A_DAY",
    "CHAT_TOKENS_A_DAY",
    "CHAT_COST_A_DAY",
    "ALL_TOKENS_A_DAY",
    "ALL_COST_A_DAY",
    "ACCESS",
    "ADMIN_IDS",
    "ALLOWED_CHATS",
    "EDITORS",
    "PROPOSALS",
    "INLINE",
    "LOG_LEVEL",
    "LOG_FORMAT",
    "METRICS_PORT",
    "MCP_PORT",
    "MCP_KEY",
    "WEBHOOK_URL",
    "WEBHOOK_PORT",
)
"""Every key that `.env` may hold. The bot's own are named here so that `python -m ingest` can tell them from
typing errors without importing `bot`; a test holds this list and the fields of BotSettings together."""


def web_address(value: str) -> str:
    """Return an http(s) address without its trailing slash; refuses one with a user, a query or a fragment.

    Raises:
        ValueError: It is not such an address. (A password in an address would end up in logs.)
    """
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"[\s\x00-\x1f\x7f]", value):
        raise ValueError("not an http address")
    if "@" in parts.netloc or parts.query or parts.fragment or parts.port == 0:
        raise ValueError("more than an address")
    return value.rstrip("/")


def _folder(value: Path) -> Path:
    if re.search(r"[\x00-\x1f\x7f]", str(value)):
        raise ValueError("a control character")
    return value.expanduser()


def _field_names(value: str) -> str:
    FieldNames.parse(value)
    return value


def upper(value: object) -> object:
    """Let a person write a fixed word in any case."""
    return value.upper() if isinstance(value, str) else value


def lower(value: object) -> object:
    """The same, for words that are written small."""
    return value.lower() if isinstance(value, str) else value


Folder = Annotated[Path, AfterValidator(_folder)]
WebAddress = Annotated[str, AfterValidator(web_address)]
OneLine = Annotated[str, Field(max_length=300, pattern=r"^[^\x00-\x1f\x7f]+$")]


class CorpusSettings(BaseSettings):
    """What `ingest` needs. Each description completes the sentence "KEY …" in the error about it.

    Direct construction reads the environment but never `.env`; use `load_settings` at the edges.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_ignore_empty=True,
        env_file_encoding="utf-8-sig",
        dotenv_filtering="only_existing",
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    articles_dir: Folder = Field(default=Path("seeds"), description="must be the path of a folder")
    feeds: Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00-\x1f\x7f]+$")] | None = Field(
        default=None, description="must be http(s) addresses with commas between them, or the path of an OPML file"
    )
    feeds_gone: Annotated[Literal["keep", "remove"], BeforeValidator(lower)] = Field(
        default="keep", description="must be keep or remove"
    )
    data_dir: Folder = Field(default=Path(".data"), description="must be the path of a folder")
    embedding_model: OneLine = Field(
        default="packaged",
        description="must be `packaged`, the name of a sentence-transformers model or the folder of one",
    )
    chroma_url: WebAddress | None = Field(
        default=None,
        description="must be the http(s) address of a Chroma server, without user name or password",
    )
    removal_limit: int = Field(default=10, ge=0, le=1_000_000_000, description="must be a number of articles from 0")
    removal_limit_percent: float = Field(default=25, ge=0, le=100, description="must be a number from 0 to 100")
    dump_fields: Annotated[str, AfterValidator(_field_names)] = Field(
        default="", description=f"must be `field=name` with commas between; fields are {', '.join(NAMES)}"
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(upper)] = Field(
        default="INFO", description="must be DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(lower)] = Field(
        default="text", description="must be text or json"
    )

    @model_validator(mode="before")
    @classmethod
    def _blank_is_unset(cls, values: Any) -> Any:
        """A key with nothing but white space behind it counts as not set."""
        if not isinstance(values, Mapping):
            return values
        return {key: value for key, value in values.items() if not (isinstance(value, str) and not value.strip())}


S = TypeVar("S", bound=CorpusSettings)


def load_settings(kind: type[S], env_file: Path = Path(".env"), **overrides: object) -> S:
    """Read the settings once, at an edge of the program.

    Args:
        kind: CorpusSettings or a subclass of it.
        env_file: Read below the environment, if it exists.
        overrides: Fields given on the command line; they win, and None means "not given".

    Raises:
        SettingsError: Of one sentence, naming the key.
    """
    check_env_file(env_file)
    given: dict[str, Any] = {name: value for name, value in overrides.items() if value is not None}
    try:
        return kind(**(given | {"_env_file": env_file}))
    except ValidationError as error:
        raise SettingsError(_sentence(kind, error)) from None


def _sentence(kind: type[CorpusSettings], error: ValidationError) -> str:
    """Say of the first refused key what it must be; the refused value stays out of it."""
    name = str(error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"][0])
    field = kind.model_fields.get(name)
    if field is None:
        return f"{name} is not a setting; .env.example lists all there are."
    return f"{name.upper()} {field.description}; mend it in .env or in the environment."


def check_env_file(path: Path) -> None:
    """Refuse an `.env` that cannot be read, holds something else than KEY=value, or a key that is none.

    Raises:
        SettingsError: Naming the key where it looks like one, else the line, for it may be a secret gone astray.
    """
    for binding in parse_stream(StringIO(_read(path))):
        if binding.error or (binding.key is not None and binding.value is None):
            raise SettingsError(f"Line {_line(binding)} of {path} is not KEY=value; mend or remove it.")
        if binding.key is not None and binding.key.upper() not in KEYS:
            raise SettingsError(_unknown(binding, path))


def _read(path: Path) -> str:
    """Return the text of the file, "" where there is none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except IsADirectoryError:
        raise SettingsError(f"{path} is a folder; make it a text file of KEY=value lines or remove it.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not UTF-8 text; save it as UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}); make it readable or remove it.") from None


def _unknown(binding: Binding, path: Path) -> str:
    key = binding.key or ""
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{1,50}", key):
        return f"Line {_line(binding)} of {path} sets a key that is no setting; .env.example lists all there are."
    if key.endswith("_API_KEY"):
        return f"{key} in {path} is not a setting; what a model provider asks for belongs in the environment."
    meant = get_close_matches(key, KEYS, n=1)
    hint = f"did you mean {meant[0]}?" if meant else ".env.example lists all there are."
    return f"{key} in {path} is not a setting; {hint}"


def _line(binding: Binding) -> int:
    """Return the 1-based line of the key; the parser counts the blank lines above it to the binding."""
    text = binding.original.string
    return binding.original.line + text[: len(text) - len(text.lstrip())].count("\n")
