"""Comparing every vector against walking Chroma's graph, by size: build, memory, seconds, recall, conditions.

    python -m tests.benchmarks.bench_scan [--passages N …] [--engines NAME …]

Vectors alone, made as in `bench_nearest`, in six languages; each way is tried in a process of its own, so that its
memory is its own. Chroma is asked through the project's own door, the rows of each other way are one array a language,
in the precision that gives it its name, multiplied by torch; int8 has one scale a row. `held` is as the bot does it:
float16, and some more than wanted are compared again, exactly. A question wants the fifty nearest of each language;
under a condition a random share of all vectors fits. There Chroma gives its 600 nearest, and what fits of those counts;
a scan leaves the rest out of the product's result.
"""

import argparse
import importlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.index.conditional_search import MORE
from ingest.index.vector_store import EF_SEARCH, Store, StorePlace
from tests.benchmarks.bench_nearest import DIMENSION, NEAREST, vectors_like_e5

LANGUAGES = ("ar", "de", "en", "fr", "nb", "ru")
_RECIPES = {"float32": ("float32", 0), "held": ("float16", MORE)} | {
    it: (it, 0) for it in ("bfloat16", "float16", "int8")
}
ENGINES = ("chroma", *_RECIPES)
SHARES = (1.0, 0.4, 0.01)
QUESTIONS = 60
PORTION = 2_000

Rows = NDArray[np.float32]
Nearest = Callable[[str, Rows, NDArray[np.bool_] | None], Sequence[int]]
"""Numbers of the nearest rows of a language, among those of a mask where there is one."""


def chroma(made: Callable[[str], Rows], folder: Path) -> Nearest:
    place = StorePlace(folder, "made")
    with Store.open(place) as store:
        for language in LANGUAGES:
            rows = made(language)
            for start in range(0, len(rows), PORTION):
                part = rows[start : start + PORTION]
                store.upsert(language, [f"{start + number:064x}" for number in range(len(part))], part)
    began = time.perf_counter()
    store = Store.open(place)
    store.warm(LANGUAGES, DIMENSION)
    print(json.dumps({"reopening": round(time.perf_counter() - began, 2)}), flush=True)

    def nearest(language: str, question: Rows, mask: NDArray[np.bool_] | None) -> Sequence[int]:
        found = [int(key, 16) for key, _ in store.nearest(language, question, NEAREST if mask is None else EF_SEARCH)]
        return found if mask is None else [number for number in found if mask[number]][:NEAREST]

    return nearest


def scan(made: Callable[[str], Rows], folder: Path, precision: str, more: int) -> Nearest:
    """Compare all; of `more` than wanted, the nearest are compared once again, exactly."""
    import torch

    held: dict[str, tuple[Any, Any]] = {}
    for language in LANGUAGES:
        rows = torch.from_numpy(made(language))
        if precision == "int8":
            scale = rows.abs().amax(1, keepdim=True) / 127
            held[language] = (rows / scale).round().to(torch.int8), scale[:, 0].clone()
        else:
            held[language] = rows.to(getattr(torch, precision)), None

    def cosines(language: str, question: Rows) -> NDArray[np.float32]:
        rows, scale = held[language]
        asked = torch.from_numpy(question)
        if scale is None:
            product = rows @ asked.to(rows.dtype)
        else:
            step = float(asked.abs().max()) / 127
            eight = torch.zeros(len(question), 8, dtype=torch.int8)  # _int_mm wants several columns
            eight[:, 0] = (asked / step).round()
            product = torch._int_mm(rows, eight)[:, 0] * scale * step
        found: NDArray[np.float32] = product.float().numpy()
        return found

    def nearest(language: str, question: Rows, mask: NDArray[np.bool_] | None) -> Sequence[int]:
        found = cosines(language, question)
        if mask is not None:
            found = np.where(mask, found, -2)
        best = torch.topk(torch.from_numpy(found), NEAREST + more).indices.numpy()
        if more:
            best = best[np.argsort(-(np.load(folder / f"{language}.npy", mmap_mode="r")[best] @ question))][:NEAREST]
        numbers: list[int] = best.tolist()
        return numbers

    return nearest


def exact(made: Callable[[str], Rows], questions: Rows, masks: Mapping[float, Sequence[NDArray[np.bool_]]]) -> Any:
    """Numbers of the nearest rows by share, language and question."""
    found: dict[float, list[list[set[int]]]] = {share: [] for share in masks}
    for at, language in enumerate(LANGUAGES):
        cosines = made(language) @ questions.T
        for share, fitting in masks.items():
            within = np.where(fitting[at][:, None], cosines, -2)
            best = np.argpartition(-within, NEAREST, axis=0)[:NEAREST]
            found[share].append([set(best[:, number].tolist()) for number in range(len(questions))])
    return found


def make(folder: Path, passages: int) -> None:
    """Make the vectors once for all ways."""
    for seed, language in enumerate(LANGUAGES):
        np.save(folder / f"{language}.npy", vectors_like_e5(passages // len(LANGUAGES), seed))


def measure(engine: str, passages: int, folder: Path) -> dict[str, object]:
    """Build one way, and ask."""
    each = passages // len(LANGUAGES)

    def made(language: str) -> Rows:
        rows: Rows = np.load(folder / f"{language}.npy")
        return rows

    random = np.random.default_rng(9)
    questions = np.concatenate([made(language)[: QUESTIONS // len(LANGUAGES)] for language in LANGUAGES])
    questions = (questions + random.normal(size=questions.shape) * 0.02).astype(np.float32)
    questions /= np.linalg.norm(questions, axis=1, keepdims=True)
    masks = {share: [random.random(each) < share for _ in LANGUAGES] for share in SHARES}
    wanted = exact(made, questions, masks)
    for package in ("torch", "chromadb.api.rust"):
        importlib.import_module(package)
    before = _memory()
    with tempfile.TemporaryDirectory() as stored:
        began, used = time.perf_counter(), time.process_time()
        nearest = chroma(made, Path(stored)) if engine == "chroma" else scan(made, folder, *_RECIPES[engine])
        figures: dict[str, object] = {"engine": engine, "passages": passages}
        figures["build"] = round(time.perf_counter() - began, 1)
        figures["build_processor"] = round(time.process_time() - used, 1)
        figures["memory_mb"] = _memory() - before
        for share in SHARES:
            laps, processor, hits = [], [], 0
            for number, question in enumerate(questions):
                began, used = time.perf_counter(), time.process_time()
                found = [
                    nearest(language, question, None if share == 1 else masks[share][at])
                    for at, language in enumerate(LANGUAGES)
                ]
                laps.append(time.perf_counter() - began)
                processor.append(time.process_time() - used)
                hits += sum(len(wanted[share][at][number] & set(map(int, its))) for at, its in enumerate(found))
            figures[f"{share:.0%}"] = {
                "ms_p50_p95": [round(1_000 * float(np.percentile(laps, it)), 1) for it in (50, 95)],
                "processor_ms_p50": round(1_000 * float(np.percentile(processor, 50)), 1),
                f"recall@{NEAREST}": round(hits / (len(questions) * len(LANGUAGES) * NEAREST), 4),
            }
    return figures


def _memory() -> int:
    """Megabytes of this process now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return round(pages * resource.getpagesize() / 1024**2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="+", default=[100_000])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--here", type=Path, help="in this process, with the vectors in this folder")
    given = parser.parse_args()
    for passages in given.passages:
        if given.here:
            print(json.dumps(measure(given.engines[0], passages, given.here)), flush=True)
            continue
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder), passages)
            for engine in given.engines:
                command = [sys.executable, "-m", "tests.benchmarks.bench_scan", "--here", folder, "--engines", engine]
                subprocess.run([*command, "--passages", str(passages)], check=True)


if __name__ == "__main__":
    main()
