"""The only door to langchain's chat models: ask one something and get an object of the asked form, or one clear error.

Takes the provider string of LLM_MODEL and messages, gives pydantic objects. Bounded in time, length and attempts; knows
nothing of articles or answers, and trusts nothing it hears. Errors name what happened, never a key, an address or the
provider's own words, which may hold both.
"""

import asyncio
import importlib.util
import logging
import os
import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

from bot.llm.model_failures import (
    LONGEST_PAUSE,
    LONGEST_WAIT,
    NOTHING_USABLE,
    ModelFailure,
    failure_of,
    paused,
    too_slow,
)
from bot.llm.replies import read_reply
from bot.llm.usage import count
from ingest.errors import (
    LanguageModelFailed,
    LanguageModelMissing,
    LanguageModelRefused,
    LanguageModelUnreachable,
)
from ingest.installing import install_command

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_core.runnables import Runnable

log = logging.getLogger(__name__)

ANSWER_SECONDS = 60.0
"""Seconds from question to reply, all attempts together."""

OUTPUT_TOKENS = 4_096
"""Asked of the provider; includes the thoughts of models that think before they write."""

OUTPUT_CHARACTERS = 20_000
"""Where a reply is cut off here, whatever the provider does with its bound; it is far longer than any answer."""

ATTEMPTS = 2
"""Requests of one question, less those in a form that is refused. Providers' clients repeat none: they would wait
longer than people do."""

_GRACE = 2.0
"""Seconds after the deadline in which a request may end itself before it is abandoned."""

_EXTRAS = {"langchain-openai": "openai", "langchain-anthropic": "anthropic", "langchain-ollama": "ollama"}
"""Packages that are extras of Kilde."""

_KEYS = {"anthropic": ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")}
"""Variables of providers whose client would notice only at the first question that it has no key."""

_NOT_UNDERSTOOD = (
    "LLM_MODEL is not understood; write the provider, a colon and the model, for example openai:gpt-5-mini or "
    "ollama:qwen3."
)

S = TypeVar("S", bound=BaseModel)


class LanguageModel:
    """A chat model that can be asked from any thread; many may ask at once."""

    def __init__(self, chat: "BaseChatModel", *, seconds: float = ANSWER_SECONDS) -> None:
        """Wrap `chat`; `seconds` is the time that one `ask` may take."""
        self._chat, self._seconds = chat, seconds
        self._first_form = 0
        self._paused_until = 0.0
        self._trouble: LanguageModelFailed | None = None

    def ask(self, messages: "Sequence[BaseMessage]", schema: type[S], seconds: float | None = None) -> S:
        """Return the model's reply to `messages` as a `schema`, within `seconds` where that is less than usual.

        Asks for structured output where the provider can, else and when that gives nothing usable in plain words. A
        form that the server refuses is not tried again. Where the provider asks to wait, that is done if it is short.

        Raises:
            LanguageModelUnreachable: It cannot be reached, or not in time.
            LanguageModelRefused: It refused the key.
            LanguageModelFailed: It said nothing of that form in two attempts.
        """
        seconds = min(self._seconds, seconds or self._seconds)
        deadline = monotonic() + seconds
        if (pause := self._paused_until - monotonic()) > 0:
            raise paused(pause).raised()
        forms = self._forms(schema)
        place, only_refused, failure = min(self._first_form, len(forms) - 1), True, NOTHING_USABLE
        left = ATTEMPTS
        while left:
            reply, failed = self._hear(forms[place], messages, deadline, seconds)
            count(messages, reply)
            if reply and (answer := read_reply(reply, schema)):
                self._first_form = place if only_refused else self._first_form
                return answer
            failure = failed or NOTHING_USABLE
            log.warning("The language model %s.", failure.reason)
            left -= not (failure.refuses_form and place + 1 < len(forms))
            if failure.final or monotonic() >= deadline or not self._may_go_on(failure, deadline if left else 0.0):
                break
            only_refused &= failure.refuses_form
            place = place if failure.wait is not None else min(place + 1, len(forms) - 1)
        raise self._noted(failure.raised())

    def pop_trouble(self) -> LanguageModelFailed | None:
        """Return why the provider could not be used, the last time since this was asked; None where it always could."""
        trouble, self._trouble = self._trouble, None
        return trouble

    def _noted(self, error: LanguageModelFailed) -> LanguageModelFailed:
        if isinstance(error, LanguageModelUnreachable | LanguageModelRefused):
            self._trouble = error
        return error

    def _may_go_on(self, failure: ModelFailure, deadline: float) -> bool:
        """Wait for as long as the provider asks; False, and it is left alone for that long, where that is too long."""
        if failure.wait is None:
            return True
        if failure.wait > LONGEST_WAIT or monotonic() + failure.wait >= deadline:
            self._paused_until = monotonic() + min(failure.wait, LONGEST_PAUSE)
            return False
        sleep(failure.wait)
        return True

    def _forms(self, schema: type[BaseModel]) -> "list[Runnable[Any, Any]]":
        """Return the model bound to the schema, where it can be, the bare model, and that without a count of tokens.

        The schema goes as a dict: with a class, providers' clients parse replies themselves and fail on every flaw.
        """
        from langchain_core.runnables import RunnableSequence

        plain: list[Runnable[Any, Any]] = [self._chat]
        if getattr(self._chat, "stream_usage", None):
            plain.append(self._chat.bind(stream_usage=False))
        try:
            structured = self._chat.with_structured_output(_demanding(schema.model_json_schema()))
        except (NotImplementedError, TypeError, ValueError):
            return plain
        return [structured.first, *plain] if isinstance(structured, RunnableSequence) else plain

    def _hear(
        self, runnable: "Runnable[Any, Any]", messages: "Sequence[BaseMessage]", deadline: float, seconds: float
    ) -> "tuple[AIMessageChunk | None, ModelFailure | None]":
        """Return what was said, and what went wrong if anything did.

        Raises nothing, so that no traceback holds a provider's words.
        """
        pieces: list[AIMessageChunk] = []
        future = asyncio.run_coroutine_threadsafe(_listen(runnable, messages, deadline, pieces), _loop())
        failure = None
        try:
            future.result(max(0.0, deadline - monotonic()) + _GRACE)
        except TimeoutError:
            future.cancel()
            failure = too_slow(seconds)
        except Exception as error:  # noqa: BLE001 - every provider has its own errors
            failure = failure_of(error)
        heard = pieces[:]  # an answer that was whole before the failure is an answer
        return (heard[0] + heard[1:] if len(heard) > 1 else heard[0] if heard else None), failure


def _demanding(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a JSON schema in which every property is required: a small model held to less ends at `{}`."""
    return {
        key: {name: _demanding(inner) for name, inner in value.items()} if key in {"properties", "$defs"} else value
        for key, value in schema.items()
    } | ({"required": list(schema["properties"])} if "properties" in schema else {})


_making_the_loop = threading.Lock()
"""`lru_cache` alone makes several loops if several threads ask first."""


def _loop() -> asyncio.AbstractEventLoop:
    """Return the event loop in which all requests run, because only there can one that never ends be ended.

    There is one for the process: langchain shares its HTTP clients among models, and a client stays with its loop.
    """
    with _making_the_loop:
        return _only_loop()


@lru_cache(maxsize=1)
def _only_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="language-model", daemon=True).start()
    return loop


async def _listen(
    runnable: "Runnable[Any, Any]",
    messages: "Sequence[BaseMessage]",
    deadline: float,
    pieces: "list[AIMessageChunk]",
) -> None:
    """Collect what the model says until it ends, says too much, or the deadline passes."""
    heard = 0
    async with asyncio.timeout(deadline - monotonic()):
        stream = runnable.astream(list(messages))
        try:
            async for piece in stream:
                pieces.append(piece)
                heard += _length(piece)
                if heard > OUTPUT_CHARACTERS:
                    break
                if monotonic() > deadline:  # Python 3.11's wait_for, in providers, can swallow the cancellation
                    raise TimeoutError
        finally:
            await stream.aclose()  # type: ignore[attr-defined]


def _length(piece: "AIMessageChunk") -> int:
    """Return the characters of a piece, at least one: empty pieces without end are an endless reply too."""
    return max(1, len(piece.text) + sum(len(call["args"] or "") for call in getattr(piece, "tool_call_chunks", [])))


def load_language_model(name: str, *, seconds: float = ANSWER_SECONDS) -> LanguageModel:
    """Return the chat model that LLM_MODEL names, such as `openai:gpt-5-mini`; nothing is sent yet.

    Args:
        name: Any string that `langchain.chat_models.init_chat_model` takes.
        seconds: How long one question may take.

    Raises:
        LanguageModelMissing: The string is not understood, the provider's package is not installed, or its key is not
            set. The text never holds `name`, which could be a key put in the wrong place.
    """
    from langchain.chat_models import init_chat_model

    provider = _provider_of(name)
    problem = _missing_key(provider) if name else _NOT_UNDERSTOOD
    if problem is None:
        try:
            return LanguageModel(init_chat_model(name, **_bounds(provider, seconds)), seconds=seconds)
        except Exception as error:  # noqa: BLE001 - every provider has its own errors
            problem = _explain(error)
    raise LanguageModelMissing(problem)


def _bounds(provider: str, seconds: float) -> dict[str, Any]:
    """Return what bounds a model; no temperature, for several models refuse any but their own."""
    if provider == "ollama":
        return {"num_predict": OUTPUT_TOKENS, "client_kwargs": {"timeout": seconds}}
    bounds = {"timeout": seconds, "max_retries": 0, "max_tokens": OUTPUT_TOKENS}
    # langchain asks only OpenAI itself for the count of tokens, not others that speak its protocol.
    return bounds | ({"stream_usage": True} if provider == "openai" else {})


def _provider_of(name: str) -> str:
    return name.partition(":")[0].strip().lower().replace("-", "_") if ":" in name else ""


def _missing_key(provider: str) -> str | None:
    names = _KEYS.get(provider)
    if names is None or any(os.environ.get(name) for name in names) or not _is_installed(provider):
        return None
    return f"The language model needs a key: set {names[0]} in the environment."


def _is_installed(provider: str) -> bool:
    return importlib.util.find_spec(f"langchain_{provider}") is not None


def _explain(error: Exception) -> str:
    """Put an error of `init_chat_model` into one sentence, without its words except names of packages and keys."""
    if isinstance(error, ImportError):
        return _explain_import(str(error))
    if key := re.search(r"\b[A-Z][A-Z0-9_]*_(?:API_KEY|TOKEN)\b", str(error)):
        return f"The language model needs a key: set {key[0]} in the environment."
    if isinstance(error, ValueError) and re.search(r"model.?provider", str(error)):
        return _NOT_UNDERSTOOD
    what = type(error).__name__
    return f"The language model that LLM_MODEL names cannot be set up ({what}); check its provider's settings."


def _explain_import(text: str) -> str:
    found = re.search(r"pip install ([A-Za-z0-9._-]+[A-Za-z0-9])", text)
    package = found[1] if found else "the langchain package of its provider"
    command = install_command(_EXTRAS[package], package) if package in _EXTRAS else f"pip install {package}"
    return f"LLM_MODEL needs a package that is not installed; run {command}"
