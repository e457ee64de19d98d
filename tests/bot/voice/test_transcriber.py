"""Loading what listens, and what becomes of its failures. No model is at hand here: the package is played."""

import sys
from collections.abc import Iterator
from io import BytesIO
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from bot.command_line import start
from bot.settings import BotSettings
from bot.voice.transcriber import LONGEST, load_transcriber
from ingest.errors import KildeError, ModelUnavailable, PackageMissing
from ingest.installing import install_command


class Model:
    """A model of the package's interface: gives segments, one by one."""

    def __init__(self, name: str, **how: Any) -> None:
        if name == "none":
            raise ValueError("Invalid model size 'none', expected one of: tiny, …")
        self.how = how

    def transcribe(self, sound: BytesIO, **how: Any) -> tuple[Iterator[SimpleNamespace], object]:
        assert how == {"clip_timestamps": [0.0, float(LONGEST)]}
        if sound.read() == b"rubbish":
            raise RuntimeError("Invalid data found when processing input")
        return iter([SimpleNamespace(text=" Når åpner"), SimpleNamespace(text=" havnen? ")]), None


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("faster_whisper")
    module.WhisperModel = Model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "faster_whisper", module)


@pytest.mark.usefixtures("package")
def test_words_are_put_together_and_damage_has_none(caplog: pytest.LogCaptureFixture) -> None:
    transcriber = load_transcriber("small")
    assert transcriber.transcribe(b"OggS") == "Når åpner havnen?"
    assert transcriber.transcribe(b"rubbish") == ""
    assert "could not be listened to (RuntimeError)" in caplog.text
    assert transcriber.transcribe(b"OggS") == "Når åpner havnen?"


@pytest.mark.usefixtures("package")
def test_a_model_that_is_none_is_one_sentence() -> None:
    with pytest.raises(ModelUnavailable, match="VOICE_MODEL names a model that cannot be loaded"):
        load_transcriber("none")


def test_without_the_package_it_says_how_to_add_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(PackageMissing) as caught:
        start._transcriber(BotSettings(voice_model="small"))
    assert isinstance(caught.value, KildeError)
    assert str(caught.value).endswith(f"run {install_command('voice', 'faster-whisper')}")


def test_without_the_setting_nothing_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    assert start._transcriber(BotSettings()) is None
