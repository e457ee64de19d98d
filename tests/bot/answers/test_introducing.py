"""Questions about a name that no sentence explains: the likeliest one that holds the name, not surely."""

from contextlib import closing
from pathlib import Path

import pytest

from bot.answers.answer import Question, Voice
from bot.answers.answerer import ArticleAnswerer
from bot.answers.introducing import names
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings


@pytest.mark.parametrize(
    ("sentence", "name", "held"),
    [
        ("The quay of Lerkvika burnt.", "Lerkvika", True),
        ("The quay of Lerkvika burnt.", "lerkvika", True),
        ("Lerkvika burnt.", "Lerkvika", True),
        ("New boats came.", "new", False),
        ("The new boats came.", "New", False),
        ("Ada Berg and Bo Lind came.", "Ada Lind", False),
        ("قالت آدا ليند إن الرصيف احترق.", "Ada Lind", True),
        ("قالت آدا بيرغ إن الرصيف احترق.", "Ada Lind", False),
    ],
)
def test_a_sentence_holds_a_name_in_a_row_or_by_its_sounds(sentence: str, name: str, held: bool) -> None:
    assert names(sentence, name) is held


def test_what_is_told_with_a_name_is_better_than_silence(tmp_path: Path, embedder: Embedder, qa_model: QAModel) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.md").write_text(
        "---\ntitle: Three bids\nlanguage: en\n---\n\nThree companies want to dredge the Skarvholmen harbour basin.\n\n"
        "The ministry decides in May. Work would take four years and cost two billion crowns.\n",
        "utf-8",
    )
    settings = CorpusSettings(articles_dir=folder, data_dir=tmp_path / "data")
    ingest(settings, lambda: embedder)
    with closing(Index(settings)) as index:
        answerer = ArticleAnswerer(index, embedder, qa_model=qa_model)
        (told,) = answerer.answer(Question("Hva er Skarvholmen?", hint="nb")).statements
        assert "Skarvholmen" in told.text
        assert answerer.answer(Question("Hva er Skarvholmen?", hint="nb")).voice is Voice.UNSURE
        assert answerer.answer(Question("Hva er Torskholmen?", hint="nb")).abstained
