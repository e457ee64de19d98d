"""Settings: what is accepted, what is refused and how it is told, and that no secret is ever shown."""

import os
import string
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.settings import BotSettings
from ingest.errors import SettingsError
from ingest.settings import KEYS, CorpusSettings, load_settings

TOKEN = "123456789:" + "AbC-_" * 7
REPO = Path(__file__).parent.parent


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """The settings' keys in the environment are exactly these."""
    before = {key: os.environ.pop(key) for key in KEYS if key in os.environ}
    os.environ.update(values)
    try:
        yield
    finally:
        for key in values:
            del os.environ[key]
        os.environ.update(before)


@pytest.fixture(autouse=True)
def clean_environment() -> Iterator[None]:
    with environment():
        yield


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def refusal(env_file: Path, kind: type[CorpusSettings] = BotSettings, **overrides: object) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(kind, env_file, **overrides)
    return one_sentence(str(caught.value))


def one_sentence(text: str) -> str:
    assert text.endswith((".", "?"))
    assert "\n" not in text
    assert ". " not in text.replace(".env ", "env ").replace(".env.example ", "example ")
    return text


def test_defaults_hold_without_any_file(env_file: Path) -> None:
    loaded = load_settings(BotSettings, env_file)
    assert (loaded.articles_dir, loaded.data_dir) == (Path("seeds"), Path(".data"))
    assert (loaded.embedding_model, loaded.access, loaded.log_level) == ("packaged", "private", "INFO")
    assert (loaded.caution, loaded.watch_days, loaded.keep_answers_days) == ("normal", 90, 365)
    assert loaded.telegram_base_url == "https://api.telegram.org"
    assert (loaded.admin_ids, loaded.allowed_chats, loaded.webhook_port) == (frozenset(), frozenset(), 8443)
    assert loaded.metrics_port == 0
    assert (loaded.keep_votes_days, loaded.keep_briefings_days, loaded.keep_audit_days) == (None, None, 0)
    assert (loaded.backup_dir, loaded.backup_every_hours, loaded.keep_backups) == (None, 24, 7)
    assert (loaded.keep_strangers_days, loaded.keep_drafts_days, loaded.keep_usage_days) == (365, 30, 31)
    unset = (loaded.telegram_bot_token, loaded.database_url, loaded.llm_model, loaded.chroma_url, loaded.webhook_url)
    assert (*unset, loaded.reranker_model) == (None,) * 6


def test_known_keys_are_the_fields_of_the_bot_settings() -> None:
    assert sorted(KEYS) == sorted(name.upper() for name in BotSettings.model_fields)


def test_every_field_describes_what_it_must_be() -> None:
    for field in BotSettings.model_fields.values():
        assert field.description
        assert field.description.startswith("must be ")


def test_example_file_names_every_key_and_holds_the_defaults(env_file: Path) -> None:
    example = (REPO / ".env.example").read_text(encoding="utf-8")
    lines = [line for line in example.splitlines() if line]
    assert tuple(line.partition("=")[0] for line in lines if not line.startswith("#")) == KEYS
    settings_part = lines[1:]
    assert all(line.startswith("# ") for line in settings_part[::2])
    assert not any(line.startswith("#") for line in settings_part[1::2])
    env_file.write_text(example, encoding="utf-8")
    assert load_settings(BotSettings, env_file) == BotSettings()


def test_file_environment_and_command_line_win_in_that_order(env_file: Path) -> None:
    env_file.write_text("ARTICLES_DIR=from-file\nDATA_DIR=from-file\nLOG_LEVEL=debug\n", encoding="utf-8")
    with environment(ARTICLES_DIR="from-environment", DATA_DIR="from-environment"):
        loaded = load_settings(CorpusSettings, env_file, articles_dir="from-command-line", data_dir=None)
    assert loaded.articles_dir == Path("from-command-line")
    assert loaded.data_dir == Path("from-environment")
    assert loaded.log_level == "DEBUG"


def test_bot_keys_in_the_file_do_not_disturb_ingest(env_file: Path) -> None:
    env_file.write_text(f"TELEGRAM_BOT_TOKEN={TOKEN}\nACCESS=public\nDATA_DIR=d\n", encoding="utf-8")
    assert load_settings(CorpusSettings, env_file).data_dir == Path("d")


@pytest.mark.parametrize("blank", ["", "  ", '""', '" "'])
def test_blank_values_count_as_unset(env_file: Path, blank: str) -> None:
    env_file.write_text("".join(f"{key}={blank}\n" for key in KEYS), encoding="utf-8")
    assert load_settings(BotSettings, env_file) == BotSettings()
    with environment(**dict.fromkeys(KEYS, "  ")):
        assert load_settings(BotSettings, env_file) == BotSettings()


def test_ids_are_numbers_with_commas_between(env_file: Path) -> None:
    env_file.write_text("ADMIN_IDS=11, 22,\nALLOWED_CHATS=-1001234567890,7\n", encoding="utf-8")
    loaded = load_settings(BotSettings, env_file)
    assert loaded.admin_ids == {11, 22}
    assert loaded.allowed_chats == {-1001234567890, 7}


def test_byte_order_mark_quotes_and_home_folder_are_understood(env_file: Path) -> None:
    env_file.write_text('\ufeffDATA_DIR="~/kilde data"\nexport ACCESS=Public # everybody\n', encoding="utf-8")
    loaded = load_settings(BotSettings, env_file)
    assert loaded.data_dir == Path.home() / "kilde data"
    assert loaded.access == "public"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "123456789:short"),
        ("TELEGRAM_BOT_TOKEN", TOKEN + "x"),
        ("TELEGRAM_BOT_TOKEN", "abc:" + "A" * 35),
        ("TELEGRAM_BASE_URL", "api.telegram.org"),
        ("TELEGRAM_BASE_URL", "https://api.telegram.org/bot"),
        ("TELEGRAM_BASE_URL", "https://user:secret@host"),
        ("TELEGRAM_BASE_URL", "https://host:99999"),
        ("ARTICLES_DIR", "a\x00b"),
        ("LLM_PRICE_IN", "-1"),
        ("LLM_PRICE_OUT", "nan"),
        ("LLM_CURRENCY", "dollars"),
        ("LLM_SECOND_OPINION", "maybe"),
        ("PERSON_TOKENS_A_DAY", "-1"),
        ("ALL_TOKENS_A_DAY", "a lot"),
        ("ALL_COST_A_DAY", "inf"),
        ("EMBEDDING_MODEL", "one\ntwo"),
        ("CHROMA_URL", "ftp://host"),
        ("CHROMA_URL", "http://"),
        ("DATABASE_URL", "mysql://host/name"),
        ("DATABASE_URL", "kilde.db"),
        ("LLM_MODEL", "x" * 301),
        ("RERANKER_MODEL", "one\ntwo"),
        ("QA_MODEL", "x" * 301),
        ("VOICE_MODEL", "one\ntwo"),
        ("CAUTION", "none"),
        ("CONVERSATION_MINUTES", "-1"),
        ("CONVERSATION_MINUTES", "1441"),
        ("BRIEFING_ENTRIES", "-3"),
        ("BRIEFING_ENTRIES", "12"),
        ("BRIEFING_NOTHING_NEW", "talk"),
        ("WATCH_DAYS", "0"),
        ("WATCH_DAYS", "366"),
        ("WATCH", "maybe"),
        ("COLLECTIONS", "internal"),
        ("KEEP_ANSWERS_DAYS", "-1"),
        ("KEEP_ANSWERS_DAYS", "2"),
        ("BACKUP_DIR", "a\x00b"),
        ("BACKUP_EVERY_HOURS", "0.5"),
        ("KEEP_BACKUPS", "-2"),
        ("KEEP_VOTES_DAYS", "-1"),
        ("KEEP_BRIEFINGS_DAYS", "2"),
        ("KEEP_AUDIT_DAYS", "36501"),
        ("KEEP_STRANGERS_DAYS", "soon"),
        ("KEEP_DRAFTS_DAYS", "-4"),
        ("KEEP_USAGE_DAYS", "30"),
        ("ACCESS", "open"),
        ("ADMIN_IDS", "-4"),
        ("ADMIN_IDS", "1;2"),
        ("ADMIN_IDS", str(2**53)),
        ("ALLOWED_CHATS", "a group"),
        ("LOG_LEVEL", "LOUD"),
        ("WEBHOOK_URL", "http://example.org"),
        ("METRICS_PORT", "-1"),
        ("METRICS_PORT", "65536"),
        ("INLINE", "maybe"),
        ("MCP_PORT", "0"),
        ("MCP_KEY", "too-short"),
        ("MCP_KEY", "with a blank in between, and long"),
        ("WEBHOOK_PORT", "0"),
        ("WEBHOOK_PORT", "65536"),
        ("WEBHOOK_PORT", "https"),
    ],
)
def test_value_out_of_range_is_one_sentence_that_names_the_key(env_file: Path, key: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(BotSettings, env_file, **{key.lower(): value})
    assert one_sentence(str(caught.value)).startswith(f"{key} must be ")
    assert value not in str(caught.value)


def test_every_key_is_refused_by_name_wherever_it_stands(env_file: Path) -> None:
    env_file.write_text("WEBHOOK_PORT=none\n", encoding="utf-8")
    assert refusal(env_file).startswith("WEBHOOK_PORT must be ")
    with environment(WEBHOOK_PORT="-1"):
        assert refusal(env_file).startswith("WEBHOOK_PORT must be ")


@pytest.mark.parametrize("kind", [CorpusSettings, BotSettings])
def test_unknown_key_in_the_file_is_refused_with_the_likely_one(env_file: Path, kind: type[CorpusSettings]) -> None:
    env_file.write_text("TELEGRAM_TOKEN=x\n", encoding="utf-8")
    text = refusal(env_file, kind)
    assert text.startswith("TELEGRAM_TOKEN in ")
    assert "TELEGRAM_BOT_TOKEN" in text


def test_unknown_key_is_refused_even_when_empty(env_file: Path) -> None:
    env_file.write_text("COLOUR=\n", encoding="utf-8")
    assert refusal(env_file).startswith("COLOUR in ")


def test_key_of_a_model_provider_is_sent_to_the_environment(env_file: Path) -> None:
    env_file.write_text("OPENAI_API_KEY=x\n", encoding="utf-8")
    assert "environment" in refusal(env_file)


def test_unknown_override_is_refused(env_file: Path) -> None:
    assert refusal(env_file, colour="red").startswith("colour is not a setting")


@pytest.mark.parametrize("stray", [TOKEN, "hunter2hunter2", f"{TOKEN}=", "c2VjcmV0LXNlY3JldA==", "=", "A B=c"])
def test_stray_line_is_named_by_number_not_by_content(env_file: Path, stray: str) -> None:
    env_file.write_text(f"ACCESS=public\n\n# a note\n{stray}\n", encoding="utf-8")
    text = refusal(env_file)
    assert text.startswith("Line 4 of ")
    assert len(stray) < 4 or stray.rstrip("=") not in text


def test_folder_in_place_of_the_file_is_told(env_file: Path) -> None:
    env_file.mkdir()
    assert "is a folder" in refusal(env_file)


def test_file_that_is_not_utf8_is_told(env_file: Path) -> None:
    env_file.write_bytes("DATA_DIR=blåbær\n".encode("latin-1"))
    assert "is not UTF-8" in refusal(env_file)


def test_file_that_cannot_be_read_is_told(env_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", deny)
    assert "cannot be read (Permission denied)" in refusal(env_file)


def test_settings_are_frozen(env_file: Path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings(CorpusSettings, env_file).data_dir = Path("elsewhere")


secrets = st.text(string.ascii_letters + string.digits + ":/@_-", min_size=12, max_size=60).map("S3CR3T".__add__)
tokens = st.text(string.ascii_letters + string.digits + "_-", min_size=35, max_size=35).map("987654321:".__add__)


@given(token=st.one_of(tokens, secrets), password=secrets, broken=st.sampled_from(["", *KEYS]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_secret_is_ever_shown(env_file: Path, token: str, password: str, broken: str) -> None:
    values = {"TELEGRAM_BOT_TOKEN": token, "DATABASE_URL": f"postgresql://kilde:{password}@host/kilde"}
    values["MCP_KEY"] = password.replace(":", "-").replace("@", "-") * 2
    if broken:
        values[broken] = f"{password}\n{token}"
    with environment(**values):
        try:
            loaded = load_settings(BotSettings, env_file)
            shown = f"{loaded} {loaded!r} {loaded.model_dump()} {loaded.model_dump_json()}"
        except SettingsError as error:
            shown = f"{error} {error!r} {error.__cause__}"
    assert token not in shown
    assert password not in shown
    assert values["MCP_KEY"] not in shown


def test_a_limit_of_money_needs_a_price(env_file: Path) -> None:
    assert "needs LLM_PRICE_IN or LLM_PRICE_OUT" in refusal(env_file, all_cost_a_day="2.50")
    loaded = load_settings(BotSettings, env_file, llm_price_out="10", all_cost_a_day="2.50", llm_currency="nok")
    assert (loaded.all_cost_a_day, loaded.llm_currency) == (Decimal("2.5"), "NOK")
