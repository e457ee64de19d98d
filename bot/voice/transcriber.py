"""The transcriber: a sound file in, its words out, by a Whisper model on this machine. The one door to faster_whisper.

Takes the name or the folder of a model of faster-whisper (VOICE_MODEL) and the bytes of a sound file of any kind that
FFmpeg reads; gives text in the language that was spoken. Nothing leaves the machine, but for the download of a model
that is given by name.
"""

import logging
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from ingest.errors import ModelUnavailable, PackageMissing
from ingest.installing import install_command

if TYPE_CHECKING:
    from faster_whisper import WhisperModel

LONGEST = 120
"""Seconds that are listened to; on two cores a small model takes about half as long as somebody has spoken."""

log = logging.getLogger(__name__)


class Transcriber(Protocol):
    """Whatever puts sound into words; slow, and called in threads."""

    def transcribe(self, sound: bytes) -> str:
        """Give the words; "" where there are none, or where it is no sound."""
        ...


class WhisperTranscriber:
    """Listens with a model of faster-whisper; one at a time, since each takes all cores."""

    def __init__(self, model: "WhisperModel") -> None:
        self._model, self._turn = model, Lock()

    def transcribe(self, sound: bytes) -> str:
        """Give the words of the first `LONGEST` seconds."""
        with self._turn:
            try:
                segments, _ = self._model.transcribe(BytesIO(sound), clip_timestamps=[0.0, float(LONGEST)])
                return " ".join(segment.text.strip() for segment in segments).strip()
            except Exception as error:  # noqa: BLE001 - FFmpeg has its own errors for every kind of damage
                log.warning("A voice message could not be listened to (%s).", type(error).__name__)
                return ""


def load_transcriber(name: str) -> Transcriber:
    """Load the model that VOICE_MODEL names; takes seconds, and longer where it has to be fetched.

    Raises:
        PackageMissing: faster-whisper is not installed; the text holds the command that adds it.
        ModelUnavailable: There is no such model, or it cannot be fetched.
    """
    try:
        from faster_whisper import WhisperModel
    except ImportError:
        command = install_command("voice", "faster-whisper")
        raise PackageMissing(f"VOICE_MODEL needs a package that is not installed; run {command}") from None
    try:
        return WhisperTranscriber(WhisperModel(name, device="cpu", compute_type="int8"))
    except Exception as error:
        raise ModelUnavailable(
            f"VOICE_MODEL names a model that cannot be loaded ({type(error).__name__}); name one of faster-whisper's, "
            "such as small, or the folder of one."
        ) from error
