"""The network of the QA model: the embedder's frozen encoder, low-rank additions to its layers, and two heads.

    <s> query: question </s></s> passage: title, text </s>  ──encoder + adapter──▶ start, end, relevance

Hu et al. 2021, "LoRA"; start and end of the answer with `<s>` for "none" as in Devlin et al. 2019, "BERT". Imports
torch: import it inside functions.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from transformers import BertModel

RANK, SCALE, FIRST_LAYER = 32, 2.0, 2
"""Of the additions; the layers below FIRST_LAYER stay as they are."""


class LowRank(nn.Module):
    """A frozen linear map and what is added to it: `base(x) + SCALE * x A^T B^T`."""

    def __init__(self, base: nn.Linear, rank: int = RANK) -> None:
        super().__init__()
        self.base = base
        self.down = nn.Parameter(torch.empty(rank, base.in_features).uniform_(-1, 1) / base.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(base.out_features, rank))

    def forward(self, x: Tensor) -> Tensor:
        """Shape (..., in_features) to (..., out_features)."""
        added = nn.functional.linear(x, self.down.to(x.dtype))
        out: Tensor = self.base(x) + nn.functional.linear(added, (SCALE * self.up).to(x.dtype))
        return out


class QANetwork(nn.Module):
    """Encoder with heads; the adapter is whatever has a gradient."""

    def __init__(self, bert: "BertModel") -> None:
        super().__init__()
        self.bert = bert
        hidden = bert.config.hidden_size
        self.span = nn.Linear(hidden, 2)
        self.relevance = nn.Linear(hidden, 1)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Read pairs.

        Args:
            ids: Token ids, shape (n, tokens).
            mask: 1 for tokens, 0 for padding, same shape.
            types: Not looked at: this encoder parts question and passage by the tokens between them.

        Returns:
            Start and end logits, shape (n, tokens, 2), and relevance logits, shape (n,), both fp32.
        """
        hidden = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        return self.span(hidden), self.relevance(hidden[:, 0])[:, 0]


def add_low_rank(bert: "BertModel", rank: int = RANK, first_layer: int = FIRST_LAYER) -> None:
    """Freeze an encoder and put additions into its layers, in place."""
    for parameter in bert.parameters():
        parameter.requires_grad = False
    for module, name in list(adapted(bert, first_layer)):
        setattr(module, name, LowRank(getattr(module, name), rank))


def adapted(bert: "BertModel", first_layer: int = FIRST_LAYER) -> Iterator[tuple[nn.Module, str]]:
    """Name the linear maps that have additions, in order: the module that holds each, and its name there."""
    layers: Any = bert.encoder.layer
    for layer in layers[first_layer:]:
        attention = layer.attention
        for name in ("query", "key", "value"):
            yield attention.self, name
        yield attention.output, "dense"
        yield layer.intermediate, "dense"
        yield layer.output, "dense"


def merge(bert: "BertModel", adapter: Mapping[str, Tensor]) -> "BertModel":
    """Put a trained adapter into the weights themselves, in place: reading then costs what embedding costs.

    Args:
        bert: Whose layers from FIRST_LAYER on are changed.
        adapter: As training saves it; `bert.….down` and `bert.….up` by the names of the modules.
    """
    names = {id(module): name for name, module in bert.named_modules()}
    for module, name in adapted(bert):
        place = f"bert.{names[id(module)]}.{name}"
        linear = getattr(module, name)
        added = SCALE * adapter[f"{place}.up"].float() @ adapter[f"{place}.down"].float()
        linear.weight = nn.Parameter((linear.weight.float() + added).to(linear.weight.dtype), requires_grad=False)
    return bert
