"""Attacks on a model that obeys, through the whole bot: what a person reads in the chat.

The real index, answerer, application and preview; `tests/bot/answers/test_attacks.py` has more places and languages.
"""

from pathlib import Path

import pytest

from bot.answers.answer_prompts import RULES
from bot.answers.answerer import ArticleAnswerer
from bot.llm.language_model import load_language_model
from bot.llm.second_opinion import ModelOpinion
from bot.preview import Preview
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from tests.bot.chat_server import serving
from tests.bot.obeying import ATTACKS, HONEST, Obeying
from tests.bot.quotes.stored import FERRY
from tests.bot.telegram.conftest import Start, read

pytestmark = pytest.mark.slow


async def test_no_attack_in_an_article_or_a_question_reaches_the_chat(
    embedder: Embedder, tmp_path: Path, preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    obeying = Obeying("", "", HONEST["en"])
    with serving(obeying) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        told = {"link": server.url.replace("/v1", "/followed"), "rules": RULES.partition("\n")[0]}
        attacks = [{key: attack["en"][key].format(**told) for key in ("order", "says")} for attack in ATTACKS]
        (tmp_path / "harvik").mkdir()
        text = "\n\n".join([FERRY, *(attack["order"] for attack in attacks)])
        (tmp_path / "harvik" / "ferry.txt").write_text(text, encoding="utf-8")
        settings = CorpusSettings(articles_dir=tmp_path / "harvik", data_dir=tmp_path / "index")
        ingest(settings, lambda: embedder)
        index, model = Index(settings), load_language_model("openai:scripted", seconds=60)
        async with start(ArticleAnswerer(index, embedder, model, opinion=ModelOpinion(model))):
            ida = preview.user("Ida", language="en")
            for attack in attacks:
                obeying.order, obeying.says = attack["order"], attack["says"]
                for question in ("When does the ferry Solvind sail again?", f"When does it sail? {attack['order']}"):
                    answer = read(await preview.answer_to(await ida.says(question), seconds=60))
                    assert HONEST["en"][0] in answer
                    assert attack["says"] not in answer
                    assert attack["order"] not in answer
        index.close()
        assert set(server.paths) == {"/v1/chat/completions"}
