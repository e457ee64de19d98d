"""/usage on the running application, the limits of money and tokens, and what is said when one is reached."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from langchain_core.messages import AIMessageChunk, HumanMessage

from bot.answers.answer import Answer, Notice, Question
from bot.answers.progress import Tell, silently
from bot.llm.usage import ModelUsage, count
from bot.memory.model_use import EVERYBODY
from bot.preview import Preview, Standing
from bot.texts import LANGUAGES, Texts
from tests.bot.telegram.conftest import Start, read
from tests.bot.telegram.jobs.test_scheduler import rounds
from tests.bot.telegram.samples import ANSWER

PRICES = {"llm_model": "openai:gpt-5-mini", "llm_price_in": "0.25", "llm_price_out": "2"}


@dataclass
class Worded:
    """Answers with a model that takes 1000 tokens in and 100 out, unless it is to do without."""

    asked: list[Question] = field(default_factory=list)

    def answer(self, question: Question, tell: Tell = silently) -> Answer:
        self.asked.append(question)
        if question.quote_only:
            return replace(ANSWER, question=question.text, notices=(Notice.MODEL_SPENT,))
        told = {"input_tokens": 1000, "output_tokens": 100, "total_tokens": 1100}
        count([HumanMessage("?")], AIMessageChunk(content="!", usage_metadata=told))  # type: ignore[arg-type]
        return replace(ANSWER, question=question.text)


async def test_an_admin_reads_what_was_used_and_what_it_cost(preview: Preview, start: Start) -> None:
    ola, kari = preview.user("Ola", language="en"), preview.user("Kari", language="en")
    async with start(Worded(), admin_ids=frozenset({ola.id}), **PRICES) as kilde:
        for question in ("When?", "Where?"):
            await preview.answer_to(await kari.says(question))
        before = preview.clock.now().date() - timedelta(10)
        kilde.memory.model_use.add((EVERYBODY, 987), ModelUsage(1, 10, 0, estimated=True), 0, before)
        told = await preview.answer_to(await ola.says("/usage"))
    lines = read(told).split("\n")
    assert lines[0] == "Language model: openai:gpt-5-mini. Figures are for the whole bot."
    assert lines[2] == "Today (UTC): calls 2, tokens 2,000 in, 200 out · $0.0009"
    assert lines[4] == "31 days: calls 3, tokens 2,010 in, 200 out (partly guessed) · $0.0009"
    assert lines[6:8] == ["Most in 31 days", "Kari: calls 2, tokens 2,000 in, 200 out · $0.0009"]
    assert lines[8] == "987: calls 1, tokens 10 in, 0 out (partly guessed) · $0.00"
    assert "LLM_PRICE_IN" not in read(told)


@pytest.mark.parametrize("model", ["openai:gpt-5-mini", None])
async def test_without_prices_it_says_how_to_see_the_cost_of_a_model(
    model: str | None, preview: Preview, start: Start
) -> None:
    ola = preview.user("Ola", language="en")
    async with start(admin_ids=frozenset({ola.id}), llm_model=model):
        told = await preview.answer_to(await ola.says("/usage"))
    assert ("No language model is set (LLM_MODEL)" in read(told)) is (model is None)
    assert "Today (UTC): calls 0, tokens 0 in, 0 out\n" in read(told)
    assert ("LLM_PRICE_IN" in read(told)) is (model is not None)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_is_said_in_every_language(language: str, preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language=language)
    async with start(Worded(), admin_ids=frozenset({ola.id}), **PRICES):
        await preview.answer_to(await ola.says("?!?"))
        told = await preview.answer_to(await ola.says("/usage"))
    assert Texts(language).text("usage.most") in told.text
    assert Texts(language).text("usage.today") in told.text


async def test_it_is_for_admins_and_for_them_in_private(preview: Preview, start: Start) -> None:
    ola, eve = preview.user("Ola", language="en"), preview.user("Eve", language="en")
    group = preview.chat("Desk", admins=[ola], bot=Standing.ADMINISTRATOR)
    async with start(admin_ids=frozenset({ola.id})):
        refused = await preview.answer_to(await eve.says("/usage"))
        elsewhere = await preview.answer_to(await ola.says("/usage@kilde_bot", chat=group))
    assert refused.text == Texts("en").text("access.admins_only")
    assert "private chat" in read(elsewhere)


async def test_a_limit_of_money_is_said_and_told_to_the_admins_once(preview: Preview, start: Start) -> None:
    ola, kari = preview.user("Ola", language="en"), preview.user("Kari", language="en")
    keys = {"person_cost_a_day": "0.0008", **PRICES}
    answerer = Worded()
    async with start(answerer, admin_ids=frozenset({ola.id}), **keys) as kilde:
        await preview.answer_to(await ola.says("/start"))
        answers = [await preview.answer_to(await kari.says(f"Number {number}?")) for number in range(4)]
        for _ in range(3):
            await rounds(kilde)
        heard = [read(message) for message in preview.messages(ola.private)]
    spent = Texts(ANSWER.language).text("notice.model_spent")
    assert [spent in read(answer) for answer in answers] == [False, False, True, True]
    assert [question.quote_only for question in answerer.asked] == [False, False, True, True]
    told = [text for text in heard if "as much as the settings allow" in text]
    assert [text.split(" has used")[0] for text in told] == ["Kari"]
