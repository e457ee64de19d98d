"""Trains what tells orders to machines from news by the embedding of a sentence: `bot/quotes/order_direction.json`.

    python -m tests.training.orders --news FOLDER [--out FILE]

Orders and harmless sentences of `order_examples.toml` and the attacks of the tests, in three languages, against
sentences of NTREX in all its languages. Half of NTREX's sentences train; the other half says from where on a sentence
is taken for an order. Prints how many of the orders that train nothing are found then, and of the harmless ones.
"""

import argparse
import json
import tempfile
import tomllib
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.facts.names import Wording
from bot.quotes.vector_judge import SentenceJudge
from ingest.models.embedding import load_embedder
from ingest.models.qa_model import load_qa_model, vocabulary_of
from tests.training.news import read_texts

EXAMPLES = Path(__file__).with_name("order_examples.toml")
ATTACKS = Path(__file__).parents[1] / "bot" / "attacks.toml"
OF_A_LANGUAGE, FALSE_ALARMS, HARMLESS_WEIGHT = 70, 0.005, 4.0


def main() -> None:
    """Train from the command line; see `--help`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, required=True, help="folder with ntrex-en, ntrex-ar, …")
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    news = _news(chosen.news)
    with tempfile.TemporaryDirectory() as folder:
        embedder = load_embedder("packaged", Path(folder))
        vocabulary = vocabulary_of(load_qa_model("packaged", embedder))
        assert vocabulary is not None
        judge = SentenceJudge(embedder, vocabulary)
        sets = {name: judge.centred(sentences) for name, sentences in (_examples() | {"news": news}).items()}
    weights, bias = train(sets)
    for name in ("held", "near", "harmless", "orders"):
        print(f"{name}: {np.mean(sets[name] @ weights + bias > 0):.2f} of {len(sets[name])} taken for orders")
    if chosen.out:
        told = {"bias": round(bias, 4), "weights": [round(float(weight), 4) for weight in weights]}
        chosen.out.write_text(json.dumps(told) + "\n", "utf-8")


def train(sets: dict[str, NDArray[np.float32]]) -> tuple[NDArray[np.float64], float]:
    """Fit on every second sentence of the news; the others put the bias where one in two hundred is taken wrongly."""
    true, false, learnt = sets["orders"], sets["harmless"], sets["news"][::2]
    labels = np.r_[np.ones(len(true)), np.zeros(len(false) + len(learnt))]
    weighed = np.r_[np.ones(len(true)), np.full(len(false), HARMLESS_WEIGHT), np.ones(len(learnt))]
    model = LogisticRegression(C=30, class_weight="balanced", max_iter=3000)
    model.fit(np.vstack([true, false, learnt]), labels, sample_weight=weighed)
    weights = np.asarray(model.coef_[0], np.float64)
    return weights, -float(np.quantile(sets["news"][1::2] @ weights, 1 - FALSE_ALARMS))


def _examples() -> dict[str, list[Wording]]:
    content = tomllib.loads(EXAMPLES.read_text("utf-8"))
    found = {
        name: [Wording(text, code) for code, texts in languages.items() for text in texts]
        for name, languages in content.items()
    }
    attacks = tomllib.loads(ATTACKS.read_text("utf-8"))["attacks"]
    found["orders"] += [Wording(attack[code]["order"], code) for attack in attacks for code in ("en", "nb", "ar")]
    return found


def _news(folder: Path) -> list[Wording]:
    random, found = Random(1), []
    for code, articles in read_texts(folder).items():
        sentences = [text for rows in articles.values() for _, text in rows]
        found += [Wording(text, code) for text in random.sample(sentences, OF_A_LANGUAGE)]
    return found


if __name__ == "__main__":
    main()
