"""A checkpoint as it is packaged: the adapter in fp16, and what it came from.

python -m tests.training.export CHECKPOINT ingest/models/qa/adapter.safetensors
"""

import sys
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from ingest.models.packaged.model import NAME


def export(checkpoint: Path, target: Path) -> None:
    """Write the adapter; its names are those of the network's parameters."""
    with safe_open(checkpoint, "pt") as opened:
        step = opened.metadata()["step"]
        tensors = {name: opened.get_tensor(name).to(torch.float16) for name in opened.keys()}  # noqa: SIM118
    save_file(tensors, target, {"format": "pt", "base": NAME, "step": step})


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
