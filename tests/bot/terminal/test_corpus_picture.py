"""`python -m bot corpus`: words on the standard output, the picture in a file."""

import io
from pathlib import Path

import pytest

from bot.preview.methods.uploads import picture_size
from bot.terminal.corpus_picture import show_corpus
from ingest.errors import PictureFileError
from tests.bot.charts.corpora import corpus


def test_words_and_a_picture(tmp_path: Path) -> None:
    words, notes = io.StringIO(), io.StringIO()
    show_corpus(corpus(40, 20), tmp_path / "corpus.png", words, notes)
    assert "40 articles" in words.getvalue()
    assert picture_size((tmp_path / "corpus.png").read_bytes())
    assert "corpus.png" in notes.getvalue()


def test_words_alone(tmp_path: Path) -> None:
    words, notes = io.StringIO(), io.StringIO()
    show_corpus(corpus(40, 20), None, words, notes)
    show_corpus([], tmp_path / "corpus.png", words, notes)
    assert notes.getvalue() == ""
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(PictureFileError, match="cannot be written; name a file"):
        show_corpus(corpus(4, 2), tmp_path / "no" / "corpus.png", io.StringIO(), io.StringIO())
