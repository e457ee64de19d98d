"""The door to language models with the clients of OpenAI, Anthropic and Ollama, over a real socket."""

import traceback
from collections.abc import Callable
from time import monotonic

import pytest
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel

from bot.llm.language_model import OUTPUT_TOKENS, LanguageModel, load_language_model
from bot.llm.usage import ModelUsage, metered
from ingest.errors import LanguageModelFailed, LanguageModelRefused, LanguageModelUnreachable
from tests.bot.chat_server import (
    Behaviour,
    ChatServer,
    breaks_off,
    calls_a_tool,
    declines,
    drips,
    hangs_up,
    is_silent,
    refuses,
    says,
    serving,
)
from tests.bot.other_chat_servers import (
    anthropic_drips,
    anthropic_says,
    anthropic_thinks,
    ollama_calls,
    ollama_drips,
    ollama_says,
    slowly,
)

KEY = "sk-ant-" + "verysecretkey" * 3
HELLO = [SystemMessage("You are brief."), HumanMessage("Say a word.")]
JSON = '{"word": "hello"}'


class Reply(BaseModel):
    """A word."""

    word: str


ModelOf = Callable[..., LanguageModel]


@pytest.fixture
def model_of(monkeypatch: pytest.MonkeyPatch) -> ModelOf:
    def make(provider: str, server: ChatServer, seconds: float = 20.0) -> LanguageModel:
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url.removesuffix("/v1"))
        monkeypatch.setenv("OLLAMA_HOST", server.url.removesuffix("/v1"))
        return load_language_model(f"{provider}:some-model", seconds=seconds)

    return make


THOUGHT = '{"word": "wrong"}'


@pytest.mark.parametrize(
    ("provider", "behaviour"),
    [
        ("openai", says(JSON)),
        ("openai", calls_a_tool(JSON)),
        ("openai", says(f"Here it is: {JSON}")),
        ("openai", says(f"<think>{THOUGHT}</think>{JSON}")),
        ("openai", slowly(says(JSON))),
        ("anthropic", anthropic_says(JSON, tool=True, stop="tool_use")),
        ("anthropic", anthropic_says(f"Here it is: {JSON}")),
        ("anthropic", anthropic_says(f"<thinking>{THOUGHT}</thinking>```json\n{JSON}\n```")),
        ("anthropic", anthropic_thinks(THOUGHT, JSON)),
        ("anthropic", slowly(anthropic_says(JSON, tool=True, stop="tool_use"))),
        ("ollama", ollama_says(JSON)),
        ("ollama", ollama_calls({"word": "hello"})),
        ("ollama", ollama_says(f"Here it is: {JSON}")),
        ("ollama", ollama_says(f"<think>{THOUGHT}</think>```json\n{JSON}\n```")),
        ("ollama", ollama_says(JSON, thought=THOUGHT)),
        ("ollama", slowly(ollama_says(JSON))),
    ],
)
def test_an_answer_is_read_however_it_is_said(provider: str, behaviour: Behaviour, model_of: ModelOf) -> None:
    with serving(behaviour) as server:
        assert model_of(provider, server).ask(HELLO, Reply).word == "hello"
        assert len(server.requests) == 1


def test_the_requests_are_structured_and_bounded(model_of: ModelOf) -> None:
    with serving(anthropic_says(JSON)) as server:
        model_of("anthropic", server).ask(HELLO, Reply)
        [request] = server.requests
    assert (request["stream"], request["max_tokens"]) == (True, OUTPUT_TOKENS)
    assert request["tools"][0]["input_schema"]["required"] == ["word"]
    with serving(ollama_says(JSON)) as server:
        model_of("ollama", server).ask(HELLO, Reply)
        [request] = server.requests
    assert (request["stream"], request["options"]["num_predict"]) == (True, OUTPUT_TOKENS)
    assert request["format"]["required"] == ["word"]


SAID = {"openai": says(JSON), "anthropic": anthropic_says(JSON), "ollama": ollama_says(JSON)}


@pytest.mark.parametrize("provider", SAID)
def test_the_provider_counts_the_tokens(provider: str, model_of: ModelOf) -> None:
    with serving(SAID[provider]) as server, metered() as meter:
        model_of(provider, server).ask(HELLO, Reply)
    assert meter.usage == ModelUsage(1, 7, 5)


@pytest.mark.parametrize("provider", SAID)
def test_a_form_that_the_server_refuses_is_not_tried_again(provider: str, model_of: ModelOf) -> None:
    with serving(refuses(400), SAID[provider]) as server:
        model = model_of(provider, server)
        assert [model.ask(HELLO, Reply).word for _ in range(2)] == ["hello"] * 2
        forms = [any(map(request.get, ("response_format", "tools", "format"))) for request in server.requests]
        assert forms == [True, False, False]


@pytest.mark.parametrize(
    ("provider", "behaviour", "error", "requests"),
    [
        *((provider, refuses(401), LanguageModelRefused, 1) for provider in SAID),
        *((provider, refuses(404), LanguageModelUnreachable, 1) for provider in SAID),
        *((provider, refuses(500), LanguageModelUnreachable, 2) for provider in SAID),
        *((provider, refuses(429, retry_after="30"), LanguageModelUnreachable, 1) for provider in SAID),
        *((provider, refuses(429), LanguageModelUnreachable, 1) for provider in SAID),
        *((provider, refuses(403), LanguageModelRefused, 1) for provider in SAID),
        ("anthropic", refuses(529), LanguageModelUnreachable, 2),
        ("openai", declines, LanguageModelFailed, 2),
        ("openai", hangs_up, LanguageModelFailed, 2),
        ("openai", breaks_off, LanguageModelUnreachable, 2),
        ("openai", says("I will not."), LanguageModelFailed, 2),
        ("anthropic", anthropic_says("I will not.", stop="refusal"), LanguageModelFailed, 2),
        ("anthropic", anthropic_says(JSON, cut=True), LanguageModelFailed, 2),
        ("ollama", ollama_says("I will not."), LanguageModelFailed, 2),
        ("ollama", ollama_says(JSON, cut=True), LanguageModelFailed, 2),
    ],
)
def test_failures_are_told_apart_without_secrets(
    provider: str,
    behaviour: Behaviour,
    error: type[LanguageModelFailed],
    requests: int,
    model_of: ModelOf,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with serving(behaviour) as server:
        with pytest.raises(LanguageModelFailed) as failure:
            model_of(provider, server).ask(HELLO, Reply)
        assert len(server.requests) == requests
        told = "".join(traceback.format_exception(failure.value)) + caplog.text
    assert type(failure.value) is error
    assert KEY not in told
    assert server.url not in told


@pytest.mark.parametrize(
    ("provider", "behaviour"),
    [
        ("openai", drips),
        ("anthropic", anthropic_drips),
        ("ollama", ollama_drips),
        *((provider, is_silent) for provider in SAID),
    ],
)
def test_what_never_ends_is_cut_off_at_the_deadline(provider: str, behaviour: Behaviour, model_of: ModelOf) -> None:
    with serving(SAID[provider]) as server:
        model_of(provider, server).ask(HELLO, Reply)  # the first question imports the provider's client
    with serving(behaviour) as server:
        model, begun = model_of(provider, server, seconds=0.5), monotonic()
        with pytest.raises(LanguageModelUnreachable, match=r"did not finish within 0\.5 seconds|could not be asked"):
            model.ask(HELLO, Reply)
        assert monotonic() - begun < 10


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_a_short_wait_is_waited_for_in_the_same_form(provider: str, model_of: ModelOf) -> None:
    with serving(refuses(429, retry_after="0.2"), SAID[provider]) as server:
        assert model_of(provider, server).ask(HELLO, Reply).word == "hello"
        forms = [bool(request.keys() & {"response_format", "tools"}) for request in server.requests]
    assert forms == [True, True]


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_after_a_long_wait_is_asked_for_nobody_asks(provider: str, model_of: ModelOf) -> None:
    with serving(refuses(429, retry_after="30"), SAID[provider]) as server:
        model = model_of(provider, server)
        for reason in ("HTTP status 429", "left alone"):
            with pytest.raises(LanguageModelUnreachable, match=reason):
                model.ask(HELLO, Reply)
        assert len(server.requests) == 1


def test_ollamas_client_does_not_hand_on_how_long_to_wait(model_of: ModelOf) -> None:
    with serving(refuses(429, retry_after="0.2"), SAID["ollama"]) as server:
        model = model_of("ollama", server)
        with pytest.raises(LanguageModelUnreachable, match="HTTP status 429"):
            model.ask(HELLO, Reply)
        assert model.ask(HELLO, Reply).word == "hello"


@pytest.mark.parametrize("provider", SAID)
def test_nobody_at_the_other_end_is_told_as_such(provider: str, model_of: ModelOf) -> None:
    with serving(SAID[provider]) as server:
        model = model_of(provider, server)
    server.server_close()
    with pytest.raises(LanguageModelUnreachable, match=r"could not be asked \(\w+\)"):
        model.ask(HELLO, Reply)
