"""How well a text answers a question, judged by reading both together: the second door to sentence_transformers.

Takes the name of a CrossEncoder, gives a Reranker. It reads every pair anew, so it is for a few passages of one
question, at question time; `ingest.models.embedding` is for whole corpora. Importing this module does not import
torch. Knows nothing of passages, languages or ranks.
"""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelUnavailable
from ingest.models.embedding import encodable, failures_of_loading, wake_torch
from ingest.models.hub import expect_hub

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

LONGEST_TEXT = 4_000
"""Characters of a text that are handed over; models read some 500 to 8,000 tokens."""

_REMEDY = "set RERANKER_MODEL to the folder or hub name of a sentence-transformers CrossEncoder, or to nothing"

log = logging.getLogger(__name__)


class Reranker(Protocol):
    """Judges texts; safe to use from several threads.

    Attributes:
        name: The value of RERANKER_MODEL that it was made from.
    """

    name: str

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        """How well each text answers: shape (len(texts),), greater is better, comparable within one call only."""
        ...


def load_reranker(model: str) -> Reranker:
    """The reranker named by RERANKER_MODEL: the name or folder of a CrossEncoder. Only a name asks a model hub.

    Raises:
        ModelUnavailable: It is not there, or is no CrossEncoder with one score.
    """
    wake_torch()
    reranker = _CrossReranker(model, _find(model))
    try:
        probe = reranker.scores("Who pays for the bridge?", ["The town pays.", "أُلغيت الرحلة."])
    except (ValueError, RuntimeError, IndexError, TypeError) as error:
        raise _unfit(model) from error
    if probe.shape != (2,) or not np.all(np.isfinite(probe)):
        raise _unfit(model)
    return reranker


class _CrossReranker:
    """A Reranker over a loaded CrossEncoder."""

    def __init__(self, name: str, model: "CrossEncoder") -> None:
        self.name = name
        self._model = model
        # As in `ingest.models.embedding`: a fast tokenizer may not be used by two threads at once.
        self._turn = threading.Lock()

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        if not texts:
            return np.empty(0)
        pairs = [(encodable(question), encodable(text[:LONGEST_TEXT])) for text in texts]
        with self._turn:
            return np.asarray(self._model.predict(pairs, show_progress_bar=False), dtype=np.float64)


def _find(model: str) -> "CrossEncoder":
    """Load a folder or what was downloaded before; only a name that is neither is asked of the hub."""
    where = str(Path(model).expanduser())
    try:
        return _load(model, where)
    except ModelUnavailable:
        if Path(where).exists() or model.startswith(("/", ".", "~")):
            raise
    expect_hub(model, "reranker", _REMEDY)
    return _load(model, where, ask_hub=True)


def _load(name: str, where: str, *, ask_hub: bool = False) -> "CrossEncoder":
    from sentence_transformers import CrossEncoder
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    spoken = transformers_logging.get_verbosity()
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # a missing head is told below
    try:
        model: CrossEncoder = CrossEncoder(where, device="cpu", local_files_only=not ask_hub)
    except failures_of_loading() as e:
        log.debug("Loading %s failed", where, exc_info=True)
        raise _unfit(name) from e
    finally:
        transformers_logging.set_verbosity(spoken)
    architectures = getattr(model.config, "architectures", None) or ()
    if not any("SequenceClassification" in each or "CausalLM" in each for each in architectures):
        # A model that only embeds loads too, with a head of random numbers.
        raise _unfit(name)
    return model


def _unfit(model: str) -> ModelUnavailable:
    return ModelUnavailable(f"The reranker {model} cannot be used: {_REMEDY}.")
