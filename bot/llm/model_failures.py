"""Model failures: why a language model gave no reply, what to do next, and what to tell. Pure.

Takes the errors of providers' clients, by status, header and class alone: their words may hold a key or an address.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ingest.errors import LanguageModelFailed, LanguageModelRefused, LanguageModelUnreachable

LONGEST_WAIT = 5.0
"""Seconds for which a question waits where a provider asks it to (Retry-After); after longer it is answered without."""

LONGEST_PAUSE = 600.0
"""Seconds for which a provider that asks for more is left alone."""

_KEY = frozenset([401, 402, 403])
"""HTTP statuses of a key that is wrong, not paid for, or not allowed this model."""

_FORM = frozenset([400, 415, 422, 501])
"""Statuses of servers that do not know a part of the request, such as `response_format`."""

_ELSEWHERE = frozenset([404, 408, 409, 425, 429])
"""Statuses, besides 5xx, of a model that is not there, or not now."""

_FINAL = frozenset([*_KEY, 404, 413, 429])
"""Statuses after which asking in another form cannot help."""


@dataclass(frozen=True, slots=True)
class ModelFailure:
    """Why there is no reply.

    Attributes:
        reason: The end of a sentence that begins with "The language model".
        error: What it is raised as.
        final: Another attempt is pointless.
        refuses_form: The server may only dislike the form of the request.
        wait: Seconds after which the provider may be asked again, as it says; None where it does not.
    """

    reason: str
    error: type[LanguageModelFailed] = LanguageModelFailed
    final: bool = False
    refuses_form: bool = False
    wait: float | None = None

    def raised(self) -> LanguageModelFailed:
        """Give the error to raise."""
        return self.error(f"The language model {self.reason}; try again, or check LLM_MODEL and its provider.")


NOTHING_USABLE = ModelFailure("gave no answer of the expected form")


def too_slow(seconds: float) -> ModelFailure:
    """Give the failure of a model that did not finish in time."""
    return ModelFailure(f"did not finish within {seconds:g} seconds", LanguageModelUnreachable, final=True)


def paused(seconds: float) -> ModelFailure:
    """Give the failure of a model that is not asked yet, as it wished."""
    return ModelFailure(f"wants to be left alone for {seconds:.0f} seconds", LanguageModelUnreachable, final=True)


def failure_of(error: Exception) -> ModelFailure:
    """Tell what an error of a provider's client means."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status >= 400:
        reason, form = f"was refused with HTTP status {status}", status in _FORM
        wait = _wait_of(error)
        return ModelFailure(reason, _kind(status), _is_final(status, wait), form, wait)
    if type(error) is ValueError:  # langchain's, for a stream without a piece
        return NOTHING_USABLE
    return ModelFailure(f"could not be asked ({type(error).__name__})", LanguageModelUnreachable)


def _kind(status: int) -> type[LanguageModelFailed]:
    if status in _KEY:
        return LanguageModelRefused
    return LanguageModelUnreachable if status in _ELSEWHERE or status >= 500 else LanguageModelFailed


def _is_final(status: int, wait: float | None) -> bool:
    return status in _FINAL and wait is None


def _wait_of(error: Exception) -> float | None:
    """Read Retry-After (RFC 9110, 10.2.3: seconds or a date) of a status that passes; None where there is none."""
    headers = getattr(getattr(error, "response", None), "headers", None)
    said = headers.get("retry-after") if headers is not None else None
    if not said:
        return None
    try:
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
