"""Locks between processes: one writer of the index at a time, and nobody opens Chroma's files half written.

Both live as files in DATA_DIR/index and are let go by the operating system when their process dies. Knows nothing of
what is written.
"""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import IndexLocked


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the only writer of the index in `folder` until the block ends.

    Raises:
        IndexLocked: Another process is; the text names its process id, host and start.
    """
    lock = FileLock(folder / "write.lock", timeout=0)
    holder = folder / "writer.json"
    try:
        lock.acquire()
    except Timeout:
        raise IndexLocked(
            f"The index in {folder} is being written by {_describe(holder)}; "
            "wait until that ingestion ends, or end it, and try again."
        ) from None
    try:
        _sign(holder)
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


@contextmanager
def chroma_files(folder: Path, patience: float = -1) -> Iterator[None]:
    """Keep every other process out of Chroma's files, which are neither written nor opened atomically.

    Args:
        folder: DATA_DIR/index.
        patience: Seconds to wait for the lock; negative waits for ever.

    Raises:
        IndexLocked: The lock was not free in time.
    """
    lock = FileLock(folder / "chroma.lock", timeout=patience)
    try:
        lock.acquire()
    except Timeout:
        raise IndexLocked(
            f"The vectors in {folder} are being written by another process; try again in a few seconds."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _sign(holder: Path) -> None:
    """Say who holds the lock, in one step, so that nobody reads half a signature."""
    draft = holder.with_suffix(f".{os.getpid()}")
    since = datetime.now(UTC).isoformat(timespec="seconds")
    draft.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since}), "utf-8")
    draft.replace(holder)


def _describe(holder: Path) -> str:
    try:
        signed = json.loads(holder.read_text("utf-8"))
        return f"process {signed['pid']} on {signed['host']} since {signed['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"  # it holds the lock and has not signed yet
