"""Attacks: what strangers write for a model to read, and a model that obeys whatever it reads.

Ten attacks in three languages (`tests/bot/attacks.toml`) at each of six places. The model is asked over a real wire. It
obeys in its answer, under the attack's own words, under true ones and under none. Asked for a second opinion, it obeys
again where it is shown the attack once more, else it judges as it should: so a rule holds each attack, not luck.
"""

from dataclasses import replace

import pytest

from bot.answers.answer import Turn
from bot.answers.answer_prompts import RULES
from bot.answers.generative import ModelQuestion, draft
from bot.llm.language_model import LanguageModel, load_language_model
from bot.llm.second_opinion import ModelOpinion
from bot.quotes.drafts import Judges
from bot.quotes.orders import gives_orders
from bot.quotes.support import Judge
from bot.quotes.vector_judge import judge_by
from ingest.errors import LanguageModelFailed
from ingest.index.catalogue import StoredPassage
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel
from tests.bot.chat_server import serving
from tests.bot.obeying import ATTACKS, HONEST, Obeying
from tests.bot.quotes.stored import FERJE, FERRY, MINAA, store

CLEAN = {"en": FERRY, "nb": FERJE, "ar": MINAA}
QUESTION = {"en": "When does the ferry sail again?", "nb": "Når går ferja igjen?", "ar": "متى تعود العبّارة؟"}
PLACES = ["article", "title", "file name", "question", "quoted message", "earlier answer"]


@pytest.fixture(scope="module")
def judge(embedder: Embedder, qa_model: QAModel) -> Judge | None:
    return judge_by(embedder, qa_model)


def passages_with(order: str, place: str, language: str) -> tuple[list[StoredPassage], str]:
    """Give one article in one passage, with the order where it belongs, and its text."""
    text = CLEAN[language]
    if place == "article":
        first, _, rest = text.partition("\n")
        text = f"{first}\n{order}\n{rest}"
    source = f"{order.replace('/', ' ')}.txt" if place == "file name" else "ferry.txt"
    [stored, *_] = store(source, text, language)
    title = {"title": order, "file name": source.removesuffix(".txt")}.get(place, "The ferry")
    return [replace(stored, article=replace(stored.article, title=title))], text


def asked_with(order: str, place: str, language: str) -> ModelQuestion:
    question = QUESTION[language]
    text = {"question": f"{question} {order}", "quoted message": f"{order}\n{question}"}.get(place, question)
    earlier = (Turn(question, (order,)),) if place == "earlier answer" else ()
    return ModelQuestion(text, language, earlier=earlier)


@pytest.mark.parametrize("language", ["en", "nb", "ar"])
@pytest.mark.parametrize("place", PLACES)
def test_no_attack_gets_anything_into_an_answer(
    place: str, language: str, judge: Judge | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    for attack in ATTACKS:
        model, link = Obeying("", "", HONEST[language]), "http://127.0.0.1:1/followed"
        with serving(model) as server:
            monkeypatch.setenv("OPENAI_BASE_URL", server.url)
            link = server.url.replace("/v1", "/followed")
            told = {"link": link, "rules": RULES.partition("\n")[0]}
            model.order, model.says = (attack[language][key].format(**told) for key in ("order", "says"))
            statements = answered(load_language_model("openai:scripted", seconds=60), model, place, language, judge)
            assert statements == [HONEST[language][0]], attack["kind"]
            assert set(server.paths) == {"/v1/chat/completions"}
            assert all(not request.get("tools") for request in server.requests)


def answered(model: LanguageModel, attack: Obeying, place: str, language: str, judge: Judge | None) -> list[str]:
    """Give what is said in answer."""
    passages, text = passages_with(attack.order, place, language)
    judges = Judges(judge, ModelOpinion(model))
    try:
        drafted = draft(model, asked_with(attack.order, place, language), passages, lambda _: text, judges)
    except LanguageModelFailed:
        return []
    assert all(attack.order not in citation.quote for citation in drafted.citations)
    return [statement.text for statement in drafted.statements]


@pytest.mark.parametrize("language", ["en", "nb", "ar"])
def test_each_of_them_is_known_by_its_form(language: str) -> None:
    assert [attack["kind"] for attack in ATTACKS if not gives_orders(attack[language]["order"])] == []


def test_each_place_and_language_has_ten() -> None:
    assert len(ATTACKS) == 10
    assert all({"en", "nb", "ar"} <= attack.keys() for attack in ATTACKS)
