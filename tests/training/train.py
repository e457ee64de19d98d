"""The training run: steps over draws, checkpoints, and a measurement on development questions now and then.

The learning rate rises, stays, and falls to nothing over the last part of the run. A checkpoint holds the adapter, the
optimizer and the step, and a run that finds one goes on from there; `--steps` may be changed in between.
"""

import argparse
import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from ingest.models.embedding import fast_dtype
from ingest.models.network import QANetwork, add_low_rank
from ingest.models.packaged.model import packaged_model
from ingest.models.pairs import Pair, padded, pair
from tests.training.draws import AcrossDraws, Draw, RewordedDraws, SetDraws, StatementDraws, draws
from tests.training.measuring import Development
from tests.training.news import NewsDraws, read_invented, read_questions, read_translations
from tests.training.sets import read_reworded, read_set, read_xquad

SETS = {  # name: (weight, one article in so many chooses and one reports)
    "norquad-news-nb": (0.2, 10),
    "norquad-wiki-nb": (0.14, 10),
    "arcd-ar": (0.1, 10),
    "cmrc-zh": (0.08, 20),
    "jaquad-ja": (0.14, 40),
    "afriqa": (0.12, 20),
}
XQUAD_WEIGHT, XQUAD_SAME, STATEMENT_WEIGHT = 0.3, 0.25, 0.04
REWORDED, REWORDED_WEIGHT = ("norquad-news-nb", "norquad-wiki-nb", "arcd-ar", "afriqa"), 0.7
NEWS_WEIGHT, INVENTED_WEIGHT = 0.35, 0.5
PER_STEP, STEPS_PER_BLOCK = 8, 8
SAVED_EVERY = 80
LEARNING_RATE, WARM_UP, COOL_DOWN = 1e-3, 60, 0.35

BeforeStep = Callable[[int], None]

Row = tuple[Pair, Pair, NDArray[np.bool_]]
"""A question with the right and the wrong passage, and which tokens of the right one may start and end the answer."""

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train from the command line; see `--help`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--qa", type=Path, required=True, help="folder with the sets of questions")
    parser.add_argument("--xquad", type=Path, required=True, help="folder with xquad-en, xquad-ar, …")
    parser.add_argument(
        "--news", type=Path, help="folder with ntrex-en, ntrex-ar, …; nothing is learnt from news without"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the adapter")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--adapter", type=Path, help="go on from this adapter, with a fresh optimizer")
    parser.add_argument("--rate", type=float, default=LEARNING_RATE, help="the highest learning rate")
    parser.add_argument("--cool-down", type=float, default=COOL_DOWN, help="the share of steps in which it falls")
    parser.add_argument("--measure", type=int, default=300, help="steps between measurements")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    chosen.out.mkdir(parents=True, exist_ok=True)
    course = Course(chosen.steps, chosen.measure, chosen.rate, chosen.cool_down)
    Run(chosen.qa, chosen.xquad, chosen.out, chosen.seed, news=chosen.news, adapter=chosen.adapter).go(course)


@dataclass(frozen=True, slots=True)
class Course:
    """How long and how fast to learn: steps, steps between measurements, the highest rate and when it falls."""

    steps: int
    measure: int = 300
    highest: float = LEARNING_RATE
    cool_down: float = COOL_DOWN

    def rate(self, step: int) -> float:
        """Give the learning rate of a step."""
        falling = (self.steps - step) / (self.cool_down * self.steps)
        return self.highest * min(1.0, (step + 1) / WARM_UP, falling)


class Run:
    """One training run."""

    def __init__(
        self,
        qa: Path,
        xquad: Path,
        out: Path,
        seed: int,
        *,
        news: Path | None = None,
        adapter: Path | None = None,
        before_step: BeforeStep = lambda step: None,
    ) -> None:
        from transformers import BertModel

        torch.manual_seed(seed)
        folder = packaged_model(out / "models")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        bert: Any = BertModel.from_pretrained(
            folder, dtype=fast_dtype(), attn_implementation="eager", local_files_only=True, add_pooling_layer=False
        )
        add_low_rank(bert)
        self._network = QANetwork(bert).eval()
        self._out, self._seed, self._qa, self._xquad, self._news = out, seed, qa, xquad, news
        self._before_step = before_step
        self._parameters = {n: p for n, p in self._network.named_parameters() if p.requires_grad}
        self._optimizer = torch.optim.AdamW(self._parameters.values(), lr=LEARNING_RATE, weight_decay=0.01)
        self._step = 0
        if (out / "checkpoint.safetensors").exists():
            self._resume()
        elif adapter:
            self._take(adapter)

    def go(self, course: Course) -> None:
        """Train up to the last step of the course."""
        log.info("%d parameters, from step %d", sum(p.numel() for p in self._parameters.values()), self._step)
        sets = {name: read_set(self._qa / name, "train", share) for name, (_, share) in SETS.items()}
        sources: list[Any] = [(SETS[name][0], SetDraws(found)) for name, found in sets.items()]
        sources.append((REWORDED_WEIGHT, RewordedDraws([sets[name] for name in REWORDED], read_reworded())))
        languages = read_xquad(self._xquad, "train")
        sources.append((XQUAD_WEIGHT, AcrossDraws(languages, XQUAD_SAME)))
        sources.append((STATEMENT_WEIGHT, StatementDraws(languages)))
        if self._news:
            sources.append((NEWS_WEIGHT, NewsDraws(read_questions("train"), read_translations(self._news))))
            sources.append((INVENTED_WEIGHT, NewsDraws(*read_invented("train"))))
        development = Development(self._qa, self._xquad, SETS, self._tokenizer, news=self._news)
        log.info("data is read")
        began, losses = time.monotonic(), []
        while self._step < course.steps:
            drawn = draws(sources, self._seed, self._step // STEPS_PER_BLOCK, PER_STEP * STEPS_PER_BLOCK)
            for batch in self._batches(drawn):
                self._before_step(self._step)
                losses.append(self._learn(self._loss(batch), course.rate(self._step)))
                self._step += 1
            if self._step % 40 < STEPS_PER_BLOCK:
                log.info(
                    "step %d loss %.3f, %.2f s a step",
                    self._step,
                    np.mean(losses[-40:]),
                    (time.monotonic() - began) / len(losses),
                )
            if self._step % SAVED_EVERY < STEPS_PER_BLOCK:
                self._save()
            if self._step % course.measure < STEPS_PER_BLOCK or self._step >= course.steps:
                self._save(f"step-{self._step}")
                log.info("step %d %s", self._step, json.dumps(development.measure(self._network)))

    def _batches(self, found: Sequence[Draw]) -> Iterator[list[Row]]:
        rows = []
        for draw in found:
            right = pair(self._tokenizer, draw.question, draw.title, draw.text)
            wrong = pair(self._tokenizer, draw.question, draw.wrong_title, draw.wrong_text)
            rows.append((right, wrong, answers(right, draw)))
        rows.sort(key=lambda row: max(len(row[0].ids), len(row[1].ids)))
        order = np.random.default_rng([self._seed, self._step]).permutation(len(rows) // PER_STEP)
        for i in order:
            yield rows[i * PER_STEP : (i + 1) * PER_STEP]

    def _loss(self, batch: Sequence[Row]) -> Tensor:
        rows = [row for right, wrong, _ in batch for row in (right, wrong)]
        ids, mask, _ = (torch.from_numpy(each) for each in padded(rows))
        targets = torch.zeros(len(rows), ids.shape[1], 2, dtype=torch.bool)
        targets[1::2, 0] = True
        for i, (_, _, right) in enumerate(batch):
            targets[2 * i, : len(right)] = torch.from_numpy(right)
        spans, relevance = self._network(ids, mask)
        return loss_of(spans, relevance, allowed(rows, ids.shape[1]), targets)

    def _learn(self, loss: Tensor, learning_rate: float) -> float:
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._parameters.values(), 1.0)
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate
        self._optimizer.step()
        return loss.item()

    def _save(self, name: str = "checkpoint") -> None:
        fresh = self._out / f".{name}.safetensors"
        save_file({n: p.detach() for n, p in self._parameters.items()}, fresh, {"step": str(self._step)})
        if name == "checkpoint":
            torch.save({"step": self._step, "optimizer": self._optimizer.state_dict()}, self._out / "optimizer.pt")
        fresh.rename(self._out / f"{name}.safetensors")

    def _resume(self) -> None:
        self._take(self._out / "checkpoint.safetensors")
        kept = torch.load(self._out / "optimizer.pt", weights_only=True)
        self._step = kept["step"]
        self._optimizer.load_state_dict(kept["optimizer"])

    def _take(self, adapter: Path) -> None:
        for name, tensor in load_file(adapter).items():
            self._parameters[name].data.copy_(tensor)


def allowed(rows: Sequence[Pair], longest: int) -> Tensor:
    """Say which tokens may start or end an answer, `<s>` for "none" among them; shape (n, tokens)."""
    found = torch.zeros(len(rows), longest, dtype=torch.bool)
    for i, row in enumerate(rows):
        found[i, : len(row.ids)] = torch.from_numpy(row.inside)
    found[:, 0] = True
    return found


def answers(row: Pair, draw: Draw) -> NDArray[np.bool_]:
    """Say which tokens may start and end the answer of a draw; shape (tokens, 2). The first one stands for "none"."""
    found = np.zeros((len(row.ids), 2), bool)
    exact = _held(row, draw.start, draw.end)
    if len(exact):
        found[exact[0], 0] = found[exact[-1], 1] = True
    for start, end in draw.within:
        found[_held(row, start, end)] = True
    if not found.any():
        found[0] = True
    return found


def _held(row: Pair, start: int, end: int) -> NDArray[np.intp]:
    return np.flatnonzero(row.inside & (row.offsets[:, 1] > start) & (row.offsets[:, 0] < end))


def loss_of(spans: Tensor, relevance: Tensor, inside: Tensor, targets: Tensor) -> Tensor:
    """Give the loss of rows that stand in twos, right and wrong passage of one question.

    Each row by itself, so that "none" is calibrated; both rows against each other, so that passages compare; and
    relevance, both ways. Where several tokens may start or end the answer they share what is likely (Clark and Gardner
    2018).

    Args:
        spans: Logits of start and end, shape (2n, tokens, 2).
        relevance: Logits, shape (2n,).
        inside: Which tokens may start or end an answer, shape (2n, tokens).
        targets: Which of them do, the first token where none does; shape (2n, tokens, 2).
    """
    logits = spans.masked_fill(~inside[:, :, None], -1e4)
    loss = 2 * _missed(logits, targets)
    together = logits.clone()
    together[:, 0] = -1e4
    longest = together.shape[1]
    both, ahead = (each.reshape(-1, 2 * longest, 2) for each in (together, targets))
    answered = ~ahead[:, 0, 0]
    if not answered.any():
        return loss
    # In the wrong row nothing is right but "none", which is no choice here.
    ahead = ahead & (torch.arange(2 * longest) < longest)[None, :, None]
    against = _missed(both[answered], ahead[answered])
    right, wrong = relevance[::2][answered], relevance[1::2][answered]
    softplus = nn.functional.softplus
    related = (softplus(-right) + softplus(wrong) + softplus(wrong - right)).mean()
    return loss + against + 0.5 * related


def _missed(logits: Tensor, targets: Tensor) -> Tensor:
    found = logits.masked_fill(~targets, -1e9).logsumexp(1)
    return (logits.logsumexp(1) - found).mean()


if __name__ == "__main__":
    main()
