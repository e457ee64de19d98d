"""Model usage: how many calls and tokens of a language model something took, by the provider's own count.

    with metered() as meter: …ask…      meter.usage

Counts what is asked in the same thread, and says what it cost by given prices. Where a provider tells no count, four
bytes are taken for a token.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk, BaseMessage

MILLION = 1_000_000
"""Prices are for so many tokens, and money is counted in such parts."""

BYTES_PER_TOKEN = 4
"""Of text; suits most tokenizers in Latin script."""


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """What was used.

    Attributes:
        calls: Requests that were sent.
        tokens_in: Tokens of the prompts.
        tokens_out: Tokens of the replies, thoughts included where the provider counts them.
        estimated: Some of the tokens were guessed from the length of the texts.
    """

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    estimated: bool = False

    def __add__(self, other: "ModelUsage") -> "ModelUsage":
        return ModelUsage(
            self.calls + other.calls,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.estimated or other.estimated,
        )


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost; both 0 where that is not known."""

    tokens_in: Decimal = Decimal(0)
    tokens_out: Decimal = Decimal(0)
    currency: str = "USD"

    @property
    def known(self) -> bool:
        """Whether there are any."""
        return bool(self.tokens_in or self.tokens_out)

    def cost(self, usage: ModelUsage) -> int:
        """Give what was used in millionths of the currency, rounded up."""
        exact = usage.tokens_in * self.tokens_in + usage.tokens_out * self.tokens_out
        return int(exact.to_integral_value(ROUND_CEILING))


@dataclass(slots=True)
class Meter:
    """Adds up."""

    usage: ModelUsage = ModelUsage()


_METER: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metered() -> Iterator[Meter]:
    """Add up what is used inside; an outer meter counts it as well."""
    meter, outer = Meter(), _METER.get()
    token = _METER.set(meter)
    try:
        yield meter
    finally:
        _METER.reset(token)
        if outer:
            outer.usage += meter.usage


def count(messages: "Sequence[BaseMessage]", reply: "AIMessageChunk | None") -> None:
    """Add one call, with what came back, if anything did."""
    if meter := _METER.get():
        meter.usage += _usage_of(messages, reply)


def _usage_of(messages: "Sequence[BaseMessage]", reply: "AIMessageChunk | None") -> ModelUsage:
    if reply is None:  # Refused, or cut off before the first word: providers charge nothing that they tell of.
        return ModelUsage(1)
    if told := reply.usage_metadata:
        return ModelUsage(1, told["input_tokens"], told["output_tokens"])
    raw = reply.response_metadata.get("token_usage")  # where langchain leaves OpenAI's count of structured output
    if isinstance(raw, dict) and {"prompt_tokens", "completion_tokens"} <= raw.keys():
        return ModelUsage(1, int(raw["prompt_tokens"]), int(raw["completion_tokens"]))
    said = len(reply.text.encode()) + sum(len((call["args"] or "").encode()) for call in reply.tool_call_chunks)
    asked = sum(len(message.text.encode()) for message in messages)
    return ModelUsage(1, asked // BYTES_PER_TOKEN, said // BYTES_PER_TOKEN, estimated=True)
