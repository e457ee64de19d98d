"""The QA model: reads a question and passages together, and says which words of each sentence answer, and how surely.

    question, passages ──rows of tokens──▶ encoder + adapter ──▶ start, end, relevance ──sentence by sentence──▶ Reading

The packaged one shares the embedder's weights and adds `ingest/models/qa/adapter.safetensors` to them; its model card
says what it learnt from. Any question-answering model in the form of Hugging Face does as well. Importing this module
does not import torch. Knows nothing of articles, languages or thresholds.
"""

import copy
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import ModelUnavailable
from ingest.models.embedding import PACKAGED, Embedder, encodable, failures_of_loading, wake_torch
from ingest.models.hub import expect_hub
from ingest.models.pairs import E5, LONGEST_ROW, Form, Pair, padded, pairs

if TYPE_CHECKING:
    from tokenizers import Tokenizer

NONE = "none"
"""The value of QA_MODEL that means that no model reads."""

ADAPTER = Path(__file__).with_name("qa") / "adapter.safetensors"
"""The adapter in the package."""

LONGEST_ANSWER = 40
"""Tokens of the words that answer; longer ones were never asked for in training."""

_HEADS = frozenset({"span", "relevance"})
_REMEDY = f"set QA_MODEL to the folder or hub name of a question-answering model, to {PACKAGED} or to {NONE}"

log = logging.getLogger(__name__)

Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class QAPassage:
    """What is read: a title for context, a text, and the half-open offsets of its sentences in it."""

    title: str
    text: str
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What a model says of one sentence.

    Attributes:
        score: Of its best answering words, less that of "no answer here"; a logit, above 0 for "it answers".
        start: First character of these words in the text of the passage.
        end: One past the last.
    """

    score: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QAReading:
    """What a model says of one passage.

    Attributes:
        relevance: Whether the passage answers at all; a logit.
        sentences: One for each sentence that was read, None for those behind the model's limit.
    """

    relevance: float
    sentences: tuple[SentenceReading | None, ...]


class QAModel(Protocol):
    """Reads questions and passages; safe to use from several threads.

    Attributes:
        name: The value of QA_MODEL that it was made from.
    """

    name: str

    def read(self, question: str, passages: Sequence[QAPassage]) -> list[QAReading]:
        """Read one question with each passage; one Reading a passage, in order."""
        ...


class KnownWords(Protocol):
    """Knows words by how they are mostly written."""

    def is_ordinary(self, word: str) -> bool:
        """Tell of a word with a capital letter that it is an ordinary one, such as "Minister", and makes no name."""
        ...

    def is_word(self, word: str) -> bool:
        """Tell whether a word is often written so in some language; many good words are not known."""
        ...

    def common_words(self) -> list[str]:
        """Give the words of all languages that are written most, the commonest first."""
        ...


def vocabulary_of(model: QAModel | None) -> KnownWords | None:
    """Give what knows words, where a QA model does; only the packaged one."""
    return model if isinstance(model, _PackagedReader) else None


def load_qa_model(model: str, embedder: Embedder) -> QAModel | None:
    """The model named by QA_MODEL; None for "none", and for "packaged" where another model embeds.

    Raises:
        ModelUnavailable: It is not there, is damaged, or is no question-answering model.
    """
    if model == NONE:
        return None
    if model != PACKAGED:
        wake_torch()
        return _find(model)
    if embedder.name != PACKAGED:
        log.info("The packaged QA model needs the packaged embedding model: sentences are chosen by their vectors.")
        return None
    return packaged(embedder, ADAPTER)


class _Network(Protocol):
    def __call__(self, ids: Any, mask: Any, types: Any) -> tuple[Any, Any]: ...


class _Reader:
    """A QAModel over a network and its tokenizer."""

    def __init__(self, name: str, network: _Network, tokenizer: "Tokenizer", form: Form = E5) -> None:
        self.name = name
        self._network, self._tokenizer, self._form = network, tokenizer, form

    def read(self, question: str, passages: Sequence[QAPassage]) -> list[QAReading]:
        if not passages:
            return []
        texts = [(encodable(each.title), encodable(each.text)) for each in passages]
        rows = pairs(self._tokenizer, encodable(question), texts, self._form)
        order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids))
        readings: dict[int, QAReading] = {}
        half = (len(order) + 1) // 2
        for part in (order[:half], order[half:]):  # Short ones and long ones: less padding.
            if part:
                spans, relevance = self._forward([rows[i] for i in part])
                for i, span, score in zip(part, spans, relevance, strict=True):
                    readings[i] = _reading(rows[i], span[: len(rows[i].ids)], float(score), passages[i])
        return [readings[i] for i in range(len(rows))]

    def _forward(self, rows: Sequence[Pair]) -> tuple[Logits, Logits]:
        import torch

        with torch.inference_mode():
            ids, mask, types = (torch.from_numpy(each) for each in padded(rows, self._form))
            spans, relevance = self._network(ids, mask, types)
        return spans.numpy(), relevance.numpy()


class _PackagedReader(_Reader):
    """The packaged model, whose tokenizer numbers its pieces by how often they are written."""

    def is_ordinary(self, word: str) -> bool:
        lower, upper = (self._tokenizer.token_to_id(f"\u2581{form}") for form in (word.lower(), word))
        return lower is not None and (upper is None or lower < upper)

    def is_word(self, word: str) -> bool:
        return any(self._tokenizer.token_to_id(f"\u2581{form}") is not None for form in (word, word.lower()))

    def common_words(self) -> list[str]:
        pieces = sorted(self._tokenizer.get_vocab().items(), key=lambda each: each[1])
        return [piece[1:] for piece, _ in pieces if piece[0] == "\u2581" and piece[1:].isalpha()]


def _reading(row: Pair, spans: Logits, relevance: float, passage: QAPassage) -> QAReading:
    none = float(spans[0].sum())
    return QAReading(relevance, tuple(_sentence(row, spans, none, passage, each) for each in passage.sentences))


def _sentence(
    row: Pair, spans: Logits, none: float, passage: QAPassage, sentence: tuple[int, int]
) -> SentenceReading | None:
    """Find the best start and end within one sentence."""
    middle = row.offsets.sum(axis=1) / 2
    inside = np.flatnonzero(row.inside & (middle >= sentence[0]) & (middle <= sentence[1]))
    if not len(inside):
        return None
    first, last = int(inside[0]), int(inside[-1]) + 1
    sums = spans[first:last, 0][:, None] + spans[first:last, 1][None, :]
    length = last - first
    ahead = np.triu(np.ones((length, length), bool)) & ~np.triu(np.ones((length, length), bool), LONGEST_ANSWER)
    start, end = divmod(int(np.where(ahead, sums, -np.inf).argmax()), length)
    place = _trimmed(passage.text, int(row.offsets[first + start, 0]), int(row.offsets[first + end, 1]), sentence)
    return SentenceReading(float(sums[start, end]) - none, *place)


def _trimmed(text: str, start: int, end: int, sentence: tuple[int, int]) -> tuple[int, int]:
    """Leave out white space and stops around the words; tokens hold the space in front of them."""
    start, end = max(start, sentence[0]), min(end, sentence[1], len(text))
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ".,;:،؛。、，।"):
        end -= 1
    return start, end


def packaged(embedder: Embedder, adapter: Path) -> QAModel:
    """An adapter over a copy of the upper layers of the packaged embedding model; the rest is shared with it.

    Raises:
        ModelUnavailable: The adapter cannot be read.
    """
    import torch
    from safetensors.torch import load_file
    from tokenizers import Tokenizer, normalizers

    from ingest.models.network import FIRST_LAYER, QANetwork, merge

    bert, folder = embedder.encoder()  # type: ignore[attr-defined]
    try:
        tensors = load_file(adapter)
    except failures_of_loading() as error:
        raise ModelUnavailable(f"The QA model {adapter} cannot be read: install Kilde anew, or {_REMEDY}.") from error
    shared = [bert.embeddings, *bert.encoder.layer[:FIRST_LAYER]]
    twin = copy.deepcopy(bert, {id(each): each for each in shared})
    network = QANetwork(merge(twin, tensors))
    heads = {name: tensor for name, tensor in tensors.items() if name.split(".")[0] in _HEADS}
    network.load_state_dict(heads, strict=False)
    for head in (network.span, network.relevance):
        head.to(torch.float32)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    # A soft hyphen shows nothing and would part the word; the offsets still count it.
    tokenizer.normalizer = normalizers.Sequence([normalizers.Replace("\u00ad", ""), tokenizer.normalizer])
    return _PackagedReader(PACKAGED, network.eval(), tokenizer)


class _ForeignNetwork:
    """A question-answering model of transformers; where it has a pooled relevance of its own, nobody can know."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def __call__(self, ids: Any, mask: Any, types: Any) -> tuple[Any, Any]:
        import torch

        kinds = {"token_type_ids": types} if getattr(self._model.config, "type_vocab_size", 0) > 1 else {}
        found = self._model(input_ids=ids, attention_mask=mask, **kinds)
        spans = torch.stack([found.start_logits, found.end_logits], dim=2).float()
        outside = spans[:, 1:].sum(dim=2).amax(dim=1) - spans[:, 0].sum(dim=1)
        return spans, outside


def _find(model: str) -> QAModel:
    """Load a folder or what was downloaded before; only a name that is neither is asked of the hub."""
    where = str(Path(model).expanduser())
    try:
        return _load(model, where)
    except ModelUnavailable:
        if Path(where).exists() or model.startswith(("/", ".", "~")):
            raise
    expect_hub(model, "QA model", _REMEDY)
    return _load(model, where, ask_hub=True)


def _load(name: str, where: str, *, ask_hub: bool = False) -> QAModel:
    from transformers import AutoConfig, AutoModelForQuestionAnswering, AutoTokenizer

    try:
        options: dict[str, Any] = {"local_files_only": not ask_hub}
        architectures = AutoConfig.from_pretrained(where, **options).architectures or []
        if not any("QuestionAnswering" in each for each in architectures):
            raise ModelUnavailable(_unfit(name))
        network = AutoModelForQuestionAnswering.from_pretrained(where, use_safetensors=True, **options).eval()
        tokenizer = AutoTokenizer.from_pretrained(where, **options).backend_tokenizer
    except failures_of_loading() as error:
        log.debug("Loading %s failed", where, exc_info=True)
        raise ModelUnavailable(_unfit(name)) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    most = min(getattr(network.config, "max_position_embeddings", LONGEST_ROW + 2) - 2, LONGEST_ROW)
    return _Reader(name, _ForeignNetwork(network), tokenizer, Form("", "", most, network.config.pad_token_id or 0))


def _unfit(name: str) -> str:
    return f"The QA model {name} cannot be used: {_REMEDY}."
