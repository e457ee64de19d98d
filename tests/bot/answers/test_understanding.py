"""Time, conditions, the articles themselves and corrections, over dated articles with the real model and Chroma."""

import contextlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.answers.answer import Answer, Notice, Question, Turn, Update
from bot.answers.answerer import ArticleAnswerer
from bot.answers.aside import rest_of
from bot.answers.follow_ups import turn_of
from ingest.index.conditions import Conditions
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings

TODAY = date(2024, 5, 15)

ARTICLES = {
    "quay1.md": (
        "2024-05-02",
        "Lerkposten",
        "en",
        "The old quay in Lerk collapsed on Thursday, and six boats were lost, the harbour office said.\n\n"
        "Harbour master Tora Lind said the quay had been closed to lorries since 2019.",
    ),
    "quay2.md": (
        "2024-05-06",
        "Dagens Kyst",
        "nb",
        "Åtte båter gikk tapt da kaia i Lerk raste, ikke seks, opplyser havnekontoret.\n\n"
        "Havnesjef Tora Lind beklager feilen.",
    ),
    "quay3.md": (
        "2024-05-13",
        "Lerkposten",
        "en",
        "The town of Lerk will build a new quay of steel in place of the old quay that collapsed this month.\n\n"
        "The new quay is to cost 44 million kroner.",
    ),
    "school.md": (
        "2023-03-01",
        "Dagens Kyst",
        "nb",
        "Kommunestyret på Ytterøy vedtok å bygge en ny skole til 140 elever.\n\nSkolen skal stå ferdig i 2025.",
    ),
    "undated.md": (None, "Lerkposten", "en", "The lighthouse on Grip island was painted red by volunteers."),
}


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[ArticleAnswerer]:
    with answering(tmp_path_factory.mktemp("dated"), ARTICLES, embedder) as answerer:
        yield answerer


Written = Mapping[str, tuple[str | None, str, str, str]]


@contextlib.contextmanager
def answering(
    folder: Path, articles: Written, embedder: Embedder, qa_model: QAModel | None = None
) -> Iterator[ArticleAnswerer]:
    (folder / "articles").mkdir()
    for name, (day, outlet, language, text) in articles.items():
        stated = f"date: {day}\n" if day else ""
        written = f"---\n{stated}outlet: {outlet}\nlanguage: {language}\n---\n\n{text}\n"
        (folder / "articles" / name).write_text(written, "utf-8")
    settings = CorpusSettings(articles_dir=folder / "articles", data_dir=folder / "data")
    ingest(settings, lambda: embedder)
    with contextlib.closing(Index(settings)) as index:
        yield ArticleAnswerer(index, embedder, qa_model=qa_model, today=lambda: TODAY)


def sources(answer: Answer) -> list[str]:
    assert answer.abstained == (not answer.statements)
    used = [number for statement in answer.statements for number in statement.citations]
    assert sorted(set(used)) == [citation.number for citation in answer.citations]
    return [citation.source for citation in answer.citations]


def test_what_happened_in_a_time_is_told_newest_first(dated: ArticleAnswerer) -> None:
    answer = dated.answer(Question("Hva skjedde denne måneden?"))
    assert sources(answer) == ["quay3.md", "quay2.md", "quay1.md"]
    assert [it.published for it in answer.citations] == [date(2024, 5, 13), date(2024, 5, 6), date(2024, 5, 2)]
    assert answer.conditions == Conditions(date(2024, 5, 1), date(2024, 6, 1))
    assert answer.question == "Hva skjedde denne måneden?"


def test_a_condition_is_never_broken(dated: ArticleAnswerer) -> None:
    answer = dated.answer(Question("What was reported about the quay before March 2020?"))
    assert answer.abstained
    assert Notice.NOTHING_FITS in answer.notices
    assert answer.passages[0].source.startswith("quay")
    assert all(passage.published or passage.added for passage in answer.passages)
    taken_off = dated.answer(Question("What was reported about the quay before March 2020?", ignored=("time",)))
    assert set(sources(taken_off)) == {"quay1.md", "quay2.md", "quay3.md"}
    assert not taken_off.conditions


def test_an_outlet_alone_is_quoted(dated: ArticleAnswerer) -> None:
    answer = dated.answer(Question("How much does the new quay cost according to Dagens Kyst?"))
    assert set(sources(answer)) <= {"quay2.md", "school.md"}
    assert answer.conditions.outlets == ("Dagens Kyst",)


def test_articles_are_counted_over_languages(dated: ArticleAnswerer) -> None:
    answer = dated.answer(Question("How many articles are there about the quay in Lerk?"))
    assert "3 articles" in answer.statements[0].text
    assert set(sources(answer)) == {"quay1.md", "quay2.md", "quay3.md"}
    everything = dated.answer(Question("How many articles do you have?"))
    assert everything.statements[0].text == "5 articles."


def test_a_story_is_told_in_order_behind_its_newest(dated: ArticleAnswerer) -> None:
    answer = dated.answer(Question("What happened with the quay in Lerk?"))
    assert sources(answer) == ["quay3.md", "quay1.md", "quay2.md"]
    assert answer.updates == (Update((3,), (2,)),)  # Eight boats, not six.


def test_what_a_story_took_back_is_quoted_though_another_sentence_tells_the_article(
    tmp_path: Path, embedder: Embedder
) -> None:
    later = "The fire in the mill in Lerk was put out on Monday night.\n\nThe mill lost 40 tonnes of grain, not 25."
    written = {
        "mill1.md": ("2024-05-02", "Lerkposten", "en", "A fire in the mill in Lerk destroyed 25 tonnes of grain."),
        "mill2.md": ("2024-05-07", "Lerkposten", "en", later),
        "mill3.md": ("2024-05-09", "Lerkposten", "en", "The mill in Lerk is to be built anew after the fire."),
    }
    with answering(tmp_path, written, embedder) as answerer:
        answer = answerer.answer(Question("/topic fire in the mill"))
    assert sources(answer) == ["mill3.md", "mill1.md", "mill2.md", "mill2.md"]
    assert "not 25" in answer.citations[3].quote
    assert answer.updates == (Update((4,), (2,)),)


def test_a_value_is_taken_back_in_another_script_too(tmp_path: Path, embedder: Embedder) -> None:
    later = "La ligne de tram entre El Marsa et Nakhil coûtera 24 millions de dinars, et non 21 millions comme annoncé."
    written = {
        "tram1.md": (
            "2024-04-02",
            "وكالة المرفأ",
            "ar",
            "تبلغ كلفة خط الترام بين المرسى والنخيل 21 مليون دينار، بحسب الوزارة.",
        ),
        "tram2.md": ("2024-05-06", "Le Quai", "fr", later),
    }
    with answering(tmp_path, written, embedder) as answerer:
        answer = answerer.answer(Question("كم تبلغ كلفة خط الترام بين المرسى والنخيل؟"))
    assert sources(answer) == ["tram2.md", "tram1.md"]
    assert answer.updates == (Update((1,), (2,)),)


LEAK = "Oil leaked into the fjord at Lerk on Monday because a pipeline burst, the harbour office said."


@pytest.mark.parametrize(
    ("language", "later", "leads"),
    [
        ("en", "The oil in the fjord at Lerk came from a tanker and not from the pipeline, the inquiry says.", True),
        ("nb", "Oljen i fjorden ved Lerk kom fra en tankbåt, ikke fra en pipeline, sier havarikommisjonen.", True),
        ("ru", "Нефть попала во фьорд у Лерка из танкера, а не из пайплайна, сообщила комиссия.", True),
        ("en", "The pipeline at Lerk is to be mended in June and not in May, the harbour office says.", False),
        ("en", "Oil in the fjord at Lerk has killed seabirds, not fish, the harbour office says.", False),
    ],
)
def test_a_later_article_that_denies_the_very_words_leads(
    tmp_path: Path, embedder: Embedder, qa_model: QAModel, language: str, later: str, leads: bool
) -> None:
    written = {
        "leak1.md": ("2024-05-02", "Lerkposten", "en", LEAK),
        "leak2.md": ("2024-05-07", "Dagens Kyst", language, later),
    }
    with answering(tmp_path, written, embedder, qa_model) as answerer:
        answer = answerer.answer(Question("Why did oil leak into the fjord at Lerk?"))
    assert bool(answer.updates) is leads
    assert not leads or sources(answer) == ["leak2.md", "leak1.md"]


def test_what_is_now_the_newest_article_says_first(tmp_path: Path, embedder: Embedder) -> None:
    written = {
        "slip1.md": (
            "2024-02-01",
            "Lerkposten",
            "en",
            "The slipway in Ostby is closed to boats, the harbour office said.",
        ),
        "slip2.md": (
            "2024-04-01",
            "Dagens Kyst",
            "nb",
            "Slippen i Ostby er åpen for båter igjen, opplyser havnekontoret.",
        ),
    }
    with answering(tmp_path, written, embedder) as answerer:
        questions = ("Is the slipway in Ostby closed to boats?", "Is the slipway in Ostby closed to boats now?")
        ordinary, now = (answerer.answer(Question(text)) for text in questions)
    assert sources(ordinary) == ["slip1.md", "slip2.md"]
    assert sources(now) == ["slip2.md", "slip1.md"]


def test_a_topic_is_told_as_what_happened_with_it_is(dated: ArticleAnswerer) -> None:
    asked, typed = (
        dated.answer(Question(text)) for text in ("What happened with the quay in Lerk?", "/topic quay Lerk")
    )
    assert (typed.statements, typed.citations) == (asked.statements, asked.citations)
    assert typed.question == "/topic quay Lerk"
    assert turn_of(typed) == Turn("quay Lerk", tuple(citation.quote for citation in typed.citations))
    alone = dated.answer(Question("/topic ny skole"))
    assert sources(alone) == ["school.md"]
    within = dated.answer(Question("/Topic quay since 10 May 2024"))
    assert sources(within) == ["quay3.md"]
    assert within.conditions.since == date(2024, 5, 10)
    assert Notice.NO_SUCH_ARTICLES in dated.answer(Question("/topic bank robbery")).notices
    assert Notice.NOTHING_ASKED in dated.answer(Question("/topic ")).notices


def test_what_happened_somewhere_is_told_as_a_story_where_no_sentence_surely_answers(dated: ArticleAnswerer) -> None:
    assert set(sources(dated.answer(Question("What has happened in Lerk?")))) == {"quay1.md", "quay2.md", "quay3.md"}
    sure = dated.answer(Question("Hva skjedde på kaia i Lerk?"))  # "Eight boats were lost when the quay collapsed."
    assert sources(sure) == ["quay2.md", "quay1.md"]
    assert sources(dated.answer(Question("Kan du fortelle meg om skolen på Ytterøy?"))) == ["school.md"]
    leaning = Question("What happened with it?", earlier=(Turn("Who painted the lighthouse?", ()),))
    assert dated.answer(leaning).follows == "Who painted the lighthouse?"
    nowhere = dated.answer(Question("What happened at the bank in Oslo?"))
    assert nowhere.abstained


def test_a_conversation_stays_with_its_story(dated: ArticleAnswerer) -> None:
    asked = "What has happened in Lerk?"
    story = dated.answer(Question(asked))
    turn = turn_of(story)
    assert turn
    more = dated.answer(Question("Tell me more about this", earlier=(turn,)))
    assert (more.follows, set(sources(more))) == (asked, set(sources(story)))
    assert dated.answer(Question("Tell me more about this")).abstained


def test_a_story_and_a_question_besides_are_both_answered(dated: ArticleAnswerer) -> None:
    asked = "What has happened in Lerk? How much is the new quay to cost?"
    both = dated.answer(Question(asked))
    assert both.question == asked
    assert "44 million" in " ".join(statement.text for statement in both.statements)
    assert len(both.updates) == len(set(both.updates))


def test_who_is_mentioned_stands_in_every_article_that_is_given(dated: ArticleAnswerer) -> None:
    assert sources(dated.answer(Question("Which articles mention Tora Lind?"))) == ["quay2.md", "quay1.md"]
    assert len(sources(dated.answer(Question("Which articles are about the quay in Lerk?")))) == 3


def test_everything_of_an_outlet_is_given(dated: ArticleAnswerer) -> None:
    assert sources(dated.answer(Question("Show me everything from Dagens Kyst"))) == ["quay2.md", "school.md"]


def test_outlets_are_told_without_authors(tmp_path: Path, embedder: Embedder) -> None:
    text = "The old quay in Lerk collapsed on Thursday, and six boats were lost, the harbour office said."
    with answering(tmp_path, {"quay.md": ("2024-05-02", "Lerkposten\nauthor: Ada Berg", "en", text)}, embedder) as bot:
        who, outlets = (bot.answer(Question(f"{asked} wrote about the quay?")) for asked in ("Who", "Which outlets"))
    assert "Ada Berg" in who.statements[0].text
    assert "Ada Berg" not in outlets.statements[0].text
    assert "Lerkposten" in outlets.statements[0].text


def test_a_long_story_goes_on_where_it_stopped(tmp_path: Path, embedder: Embedder) -> None:
    days = [date(2024, 3, 1) + timedelta(days=place) for place in range(20)]
    written = {
        f"{place:02}.md": (
            str(day),
            "Lerkposten",
            "en",
            f"The tram line in Lerk was closed for day {place} of repairs.",
        )
        for place, day in enumerate(days)
    }
    with answering(tmp_path, written, embedder) as answerer:
        answer = answerer.answer(Question("/topic tram line in Lerk"))
        told = [sources(answer)]
        assert answer.listing is not None
        assert len(answer.listing.rest) == 12
        while rest := rest_of(answer):
            answer = answerer.answer(rest)
            told.append(sources(answer))
            assert answer.question == "/topic tram line in Lerk"
    assert told[0] == ["19.md", *(f"{place}.md" for place in range(12, 19))]
    assert told[1:] == [[f"{place:02}.md" for place in range(4, 12)], [f"{place:02}.md" for place in range(4)]]


def test_a_subject_alone_brings_its_articles(dated: ArticleAnswerer) -> None:
    assert sources(dated.answer(Question("ny skole"))) == ["school.md"]
    assert dated.answer(Question("bank robbery")).abstained
    nowhere = dated.answer(Question("Tell me about schools on the moon"))
    assert (nowhere.notices, nowhere.passages[0].source) == ((Notice.NO_SUCH_ARTICLES,), "school.md")
    assert dated.answer(Question("Why the school?")).abstained


def test_an_undated_article_is_never_new(dated: ArticleAnswerer) -> None:
    assert "undated.md" not in sources(dated.answer(Question("What happened this year?")))
    newest = dated.answer(Question("What are the newest articles?"))
    assert sources(newest)[0] == "quay3.md"
    assert "undated.md" not in sources(newest)
    assert sources(dated.answer(Question("What is the newest article?"))) == ["quay3.md"]
    assert sources(dated.answer(Question("What is the first article about the quay in Lerk?"))) == ["quay1.md"]


def test_the_newer_value_leads_and_the_older_follows(dated: ArticleAnswerer) -> None:
    answer = dated.answer(Question("How many boats were lost when the quay collapsed?"))
    order = sources(answer)
    assert order.index("quay2.md") < order.index("quay1.md")
    (update,) = answer.updates
    by_number = {citation.number: citation.source for citation in answer.citations}
    assert [by_number[number] for number in (*update.newer, *update.older)] == ["quay2.md", "quay1.md"]


def test_an_event_in_another_script_is_known_by_its_names(tmp_path: Path, embedder: Embedder) -> None:
    earlier = "وتبلغ تكلفة المشروع في ليركفيك 640 مليون دينار، بحسب العمدة سيلفا دارمان."
    later = "In Lerkvik the line costs 710 million dinars, not 640 million as mayor Silva Darman had said."
    elsewhere = later.replace("Lerkvik", "Ostby").replace("Silva Darman", "Anna Holm")
    for text, leads in ((later, True), (elsewhere, False)):
        written = {
            "earlier.md": ("2024-05-02", "Lerkposten", "ar", earlier),
            "later.md": ("2024-05-09", "Harbour Wire", "en", text),
        }
        (folder := tmp_path / str(leads)).mkdir()
        with answering(folder, written, embedder) as bot:
            answer = bot.answer(Question("كم تكلفة الترام في ليركفيك؟"))
        assert [(it.newer, it.older) for it in answer.updates] == ([((1,), (2,))] if leads else [])


def test_who_wrote_and_in_which_languages(dated: ArticleAnswerer) -> None:
    assert "Lerkposten" in dated.answer(Question("Who wrote about the quay in Lerk?")).statements[0].text
    said = dated.answer(Question("In which languages do you have articles?")).statements[0].text
    assert "English (3)" in said
    assert "Norwegian Bokmål (2)" in said
