"""The door to language models, over a real wire: bounded in time and length, and silent about secrets."""

import asyncio
import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from time import monotonic, sleep

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.messages import HumanMessage
from pydantic import BaseModel

from bot.llm import language_model as llm
from bot.llm.language_model import OUTPUT_CHARACTERS, OUTPUT_TOKENS, LanguageModel, load_language_model
from bot.llm.usage import BYTES_PER_TOKEN, ModelUsage, metered
from ingest.errors import (
    LanguageModelFailed,
    LanguageModelMissing,
    LanguageModelRefused,
    LanguageModelUnreachable,
)
from ingest.installing import install_command
from tests.bot.chat_server import (
    Behaviour,
    ChatServer,
    Handler,
    answers,
    breaks_off,
    calls_a_tool,
    declines,
    drips,
    floods,
    hangs_up,
    is_silent,
    keeps_alive,
    refuses,
    says,
    serving,
)

KEY = "sk-" + "verysecretkey" * 3
HELLO = [HumanMessage("Say a word.")]


class Mark(BaseModel):
    """A sign."""

    sign: str = "."


class Reply(BaseModel):
    """A word."""

    word: str
    marks: list[Mark] = []


ModelOf = Callable[..., LanguageModel]


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def model_of(monkeypatch: pytest.MonkeyPatch) -> ModelOf:
    def make(server: ChatServer, seconds: float = 20.0) -> LanguageModel:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        return load_language_model("openai:some-model", seconds=seconds)

    return make


@pytest.mark.parametrize(
    "behaviour",
    [
        answers(word="hello"),
        says('```json\n{"word": "hello"}\n```'),
        says('Sure! Here you are: {"word": "hello"} – anything else {maybe}?'),
        says('<think>{"word": "wrong"}</think>{"word": "hello"}'),
        says('{"word": "hello"} {"word": "hello again"}'),
        says('{"word": "hello"}', finish="length"),
        says('{"note": [1, {}], "x": 2} {"word": "hello"}'),
        calls_a_tool('{"word": "hello"}'),
    ],
)
def test_an_answer_is_read_however_it_is_said(behaviour: Behaviour, model_of: ModelOf) -> None:
    with serving(behaviour) as server:
        assert model_of(server).ask(HELLO, Reply) == Reply(word="hello")
        assert len(server.requests) == 1


def test_the_request_is_structured_streamed_and_bounded(model_of: ModelOf) -> None:
    with serving(answers(word="hello")) as server:
        model_of(server).ask(HELLO, Reply)
        (request,) = server.requests
    assert request["stream"] is True
    assert request["max_completion_tokens"] == OUTPUT_TOKENS
    assert request["response_format"]["json_schema"]["schema"]["properties"].keys() == {"word", "marks"}


def test_the_schema_leaves_nothing_out(model_of: ModelOf) -> None:
    with serving(answers(word="hello")) as server:
        model_of(server).ask(HELLO, Reply)
        schema = server.requests[0]["response_format"]["json_schema"]["schema"]
    assert schema["required"] == ["word", "marks"]
    assert schema["$defs"]["Mark"]["required"] == ["sign"]


@pytest.mark.parametrize(
    "behaviour",
    [
        says("I would rather talk."),
        says('{"word": '),
        says(""),
        declines,
        refuses(400),
        refuses(500),
        hangs_up,
        says('{"wrd": 1}'),
    ],
)
def test_a_second_attempt_asks_in_plain_words(behaviour: Behaviour, model_of: ModelOf) -> None:
    """A server without JSON schemas may refuse them or answer nonsense."""
    with serving(behaviour, answers(word="hello")) as server:
        assert model_of(server).ask(HELLO, Reply).word == "hello"
        assert len(server.requests) == 2
        assert "response_format" not in server.requests[1]


@pytest.mark.parametrize(
    ("behaviour", "requests"),
    [
        (says("I would rather talk."), 2),
        (says('{"word": "hel'), 2),
        (calls_a_tool('{"word": "hel'), 2),
        (says("[" * 5000), 2),
        (says(""), 2),
        (refuses(500), 2),
        (refuses(401), 1),
        (refuses(404), 1),
        (refuses(429), 1),
        (hangs_up, 2),
    ],
)
def test_a_failure_is_one_sentence_without_secrets(
    behaviour: Behaviour,
    requests: int,
    model_of: ModelOf,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    with serving(behaviour) as server:
        with pytest.raises(LanguageModelFailed) as failure:
            model_of(server).ask(HELLO, Reply)
        assert len(server.requests) == requests
        told = "".join(traceback.format_exception(failure.value)) + caplog.text
    assert KEY not in told
    assert server.url not in told
    assert re.fullmatch(r"The language model [^.\n]+\.", str(failure.value))


@pytest.mark.parametrize("behaviour", [drips, keeps_alive, is_silent])
def test_what_never_ends_is_cut_off_at_the_deadline(behaviour: Behaviour, model_of: ModelOf) -> None:
    with serving(answers(word="hello")) as server:
        model_of(server).ask(HELLO, Reply)  # the first question imports the provider's client
    with serving(behaviour) as server:
        for seconds in (0.5, 2, 8, 20):  # On a busy machine half a second may be over before the server is reached.
            with pytest.raises(LanguageModelFailed, match=rf"did not finish within {seconds:g} seconds"):
                model_of(server, seconds=seconds).ask(HELLO, Reply)  # these never end by themselves
            if server.requests:
                break
        assert len(server.requests) == 1
        assert behaviour is is_silent or server.hung_up.wait(5), "the connection must be closed, not abandoned"


@pytest.mark.parametrize("status", [400, 422])
def test_a_form_that_the_server_refuses_is_not_tried_again(status: int, model_of: ModelOf) -> None:
    with serving(refuses(status), answers(word="hello")) as server:
        model = model_of(server)
        assert [model.ask(HELLO, Reply).word for _ in range(3)] == ["hello"] * 3
        assert ["response_format" in request for request in server.requests] == [True, False, False, False]


def test_the_provider_counts_the_tokens(model_of: ModelOf) -> None:
    with serving(says("no"), answers(word="hello")) as server, metered() as meter:
        model_of(server).ask(HELLO, Reply)
    assert meter.usage == ModelUsage(2, 14, 10)


def test_a_server_that_knows_no_count_is_not_asked_for_it_again_and_it_is_guessed(model_of: ModelOf) -> None:
    def strict(handler: Handler) -> None:
        known = {"response_format", "stream_options"}.isdisjoint(handler.server.requests[-1])
        (answers(word="hello") if known else refuses(400))(handler)

    with serving(strict) as server, metered() as meter:
        model = model_of(server)
        assert [model.ask(HELLO, Reply).word for _ in range(2)] == ["hello"] * 2
        assert len(server.requests) == 4
    said = len('{"word": "hello"}') // BYTES_PER_TOKEN
    assert meter.usage == ModelUsage(4, 2 * (len("Say a word.") // BYTES_PER_TOKEN), 2 * said, estimated=True)


def test_an_outer_meter_counts_too_and_other_threads_do_not(model_of: ModelOf) -> None:
    with serving(answers(word="hello")) as server, metered() as outer:
        model = model_of(server)
        with metered() as inner:
            model.ask(HELLO, Reply)
        with ThreadPoolExecutor(1) as thread:
            thread.submit(model.ask, HELLO, Reply).result()
    assert inner.usage == outer.usage == ModelUsage(1, 7, 5)


def test_a_form_that_failed_otherwise_is_tried_again(model_of: ModelOf) -> None:
    with serving(refuses(500), answers(word="hello")) as server:
        model = model_of(server)
        assert [model.ask(HELLO, Reply).word for _ in range(2)] == ["hello"] * 2
        assert ["response_format" in request for request in server.requests] == [True, False, True]


@pytest.mark.parametrize("status", [429, 503])
def test_a_short_wait_is_waited_for_in_the_same_form(status: int, model_of: ModelOf) -> None:
    with serving(refuses(status, retry_after="0.3"), answers(word="hello")) as server:
        begun = monotonic()
        assert model_of(server).ask(HELLO, Reply).word == "hello"
        assert monotonic() - begun >= 0.3
        assert ["response_format" in request for request in server.requests] == [True, True]


@pytest.mark.parametrize("retry_after", ["30", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_after_a_long_wait_is_asked_for_nobody_asks(retry_after: str, model_of: ModelOf) -> None:
    with serving(refuses(429, retry_after=retry_after), answers(word="hello")) as server:
        model, begun = model_of(server), monotonic()
        with pytest.raises(LanguageModelUnreachable, match="HTTP status 429"):
            model.ask(HELLO, Reply)
        with pytest.raises(LanguageModelUnreachable, match=r"left alone for (29|30|600) seconds"):
            model.ask(HELLO, Reply)
        assert monotonic() - begun < 10
        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (refuses(401), LanguageModelRefused),
        (refuses(402), LanguageModelRefused),
        (refuses(403), LanguageModelRefused),
        (refuses(404), LanguageModelUnreachable),
        (refuses(429), LanguageModelUnreachable),
        (refuses(500), LanguageModelUnreachable),
        (breaks_off, LanguageModelUnreachable),
        (refuses(400), LanguageModelFailed),
        (declines, LanguageModelFailed),
        (says("no"), LanguageModelFailed),
        (hangs_up, LanguageModelFailed),
    ],
)
def test_what_went_wrong_is_told_apart_and_remembered_once(
    behaviour: Behaviour, error: type[LanguageModelFailed], model_of: ModelOf
) -> None:
    with serving(behaviour) as server:
        model = model_of(server)
        with pytest.raises(LanguageModelFailed) as failure:
            model.ask(HELLO, Reply)
    assert type(failure.value) is error
    assert model.pop_trouble() is (None if error is LanguageModelFailed else failure.value)
    assert model.pop_trouble() is None


def test_nobody_at_the_other_end_is_told_as_such(model_of: ModelOf) -> None:
    with serving(says("")) as server:
        model = model_of(server)
    server.server_close()
    with pytest.raises(LanguageModelUnreachable, match=r"could not be asked \(\w+\)"):
        model.ask(HELLO, Reply)


def test_what_says_too_much_is_cut_off(model_of: ModelOf) -> None:
    with serving(floods) as server:
        with pytest.raises(LanguageModelFailed, match="gave no answer of the expected form"):
            model_of(server).ask(HELLO, Reply)
        assert server.hung_up.wait(5)


def test_an_answer_before_the_flood_counts(model_of: ModelOf) -> None:
    with serving(says('{"word": "hello"}' + " " * OUTPUT_CHARACTERS + "x")) as server:
        assert model_of(server).ask(HELLO, Reply).word == "hello"


def test_many_threads_ask_at_once(model_of: ModelOf) -> None:
    met = threading.Barrier(4, timeout=10)

    def behave(handler: Handler) -> None:
        met.wait()  # nobody is answered until all have asked
        answers(word="hello")(handler)

    with serving(behave) as server:
        model = model_of(server)
        words: list[str] = []
        threads = [threading.Thread(target=lambda: words.append(model.ask(HELLO, Reply).word)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert words == ["hello"] * 4


def test_a_model_without_structured_output_is_asked_in_plain_words() -> None:
    chat = FakeListChatModel(responses=[json.dumps({"word": "hello"})])
    assert LanguageModel(chat).ask(HELLO, Reply).word == "hello"


def test_it_can_be_asked_from_within_an_event_loop() -> None:
    chat = FakeListChatModel(responses=['{"word": "hello"}'])

    async def ask() -> Reply:
        return LanguageModel(chat).ask(HELLO, Reply)

    assert asyncio.run(ask()).word == "hello"


def test_a_model_that_blocks_is_given_up() -> None:
    class Blocking(FakeListChatModel):
        def _call(self, *_: object, **__: object) -> str:
            released.wait(20)
            return "late"

        def _should_stream(self, **_: object) -> bool:
            return False

    released = threading.Event()
    try:
        with pytest.raises(LanguageModelFailed, match="did not finish"):
            LanguageModel(Blocking(responses=[""]), seconds=0.2).ask(HELLO, Reply)
    finally:
        released.set()


@pytest.mark.parametrize("name", ["", "nonsense", "nobody:model", KEY, ":", "openai", "a:b:c", "ollama"])
def test_a_name_that_is_not_understood_is_not_repeated(name: str) -> None:
    with pytest.raises(LanguageModelMissing) as failure:
        load_language_model(name)
    assert str(failure.value).startswith("LLM_MODEL is not understood; write the provider")
    assert KEY not in "".join(traceback.format_exception(failure.value))


@pytest.mark.parametrize(
    ("name", "package", "command"),
    [
        ("openai:gpt-5-mini", "langchain_openai", install_command("openai", "langchain-openai")),
        ("anthropic:claude-sonnet-4-5", "langchain_anthropic", install_command("anthropic", "langchain-anthropic")),
        ("ollama:qwen3", "langchain_ollama", install_command("ollama", "langchain-ollama")),
        ("claude-sonnet-4-5", "langchain_anthropic", install_command("anthropic", "langchain-anthropic")),
        ("mistralai:mistral-small", "langchain_mistralai", "pip install langchain-mistralai"),
    ],
)
def test_a_missing_package_is_named_with_its_extra(
    name: str, package: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from langchain.chat_models import base

    base._get_chat_model_creator.cache_clear()
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(LanguageModelMissing) as failure:
        load_language_model(name)
    assert str(failure.value) == f"LLM_MODEL needs a package that is not installed; run {command}"


def test_a_missing_key_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(LanguageModelMissing) as failure:
        load_language_model("openai:gpt-5-mini")
    assert str(failure.value) == "The language model needs a key: set OPENAI_API_KEY in the environment."


def test_a_provider_that_breaks_at_setup_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: object, **__: object) -> BaseChatModel:
        raise RuntimeError(f"bad {KEY}")

    monkeypatch.setattr("langchain.chat_models.init_chat_model", explode)
    with pytest.raises(LanguageModelMissing) as failure:
        load_language_model("openai:gpt-5-mini")
    assert "cannot be set up (RuntimeError)" in str(failure.value)
    assert KEY not in "".join(traceback.format_exception(failure.value))


def test_threads_that_ask_first_at_once_share_one_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    @lru_cache(maxsize=1)
    def made() -> object:
        sleep(0.1)
        return object()

    monkeypatch.setattr(llm, "_only_loop", made)
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(lambda _: llm._loop(), range(4)))) == 1
