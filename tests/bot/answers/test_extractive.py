"""The extractive answer: whole sentences, the likeliest embedded, in order, and the confidence they deserve."""

from dataclasses import replace

from bot.answers.confidence_by_vectors import THRESHOLDS, confidence
from bot.answers.extractive import MOST_SENTENCES, Candidate, Extractor, _within_bounds, by_best_sentence
from bot.answers.retrieval import Found, Retrieval
from ingest.models.embedding import Embedder


def test_candidates_are_whole_sentences_in_order_of_score(candidates: list[Candidate]) -> None:
    assert [each.score for each in candidates] == sorted((each.score for each in candidates), reverse=True)
    for each in candidates:
        passage = each.found.stored.passage
        assert (each.start, each.end) in passage.sentences
        assert passage.text[each.start - passage.start : each.end - passage.start] == each.text


def test_what_is_embedded_for_one_question_is_bounded(candidates: list[Candidate]) -> None:
    short = [replace(candidates[0], text="Five.")] * 40
    long = [replace(candidates[0], text="x" * 700)] * 40
    endless = [replace(candidates[0], text="x" * 9_000)]
    assert [len(_within_bounds(cut)) for cut in (short, long, endless, [])] == [MOST_SENTENCES, 2, 1, 0]


def test_of_many_sentences_those_that_share_words_are_embedded(retrieval: Retrieval, embedder: Embedder) -> None:
    asked = retrieval.ask("Hvor lang tid tar det å lade batteriene?")
    candidates = Extractor(retrieval, embedder).candidates(asked, retrieval.find(asked, 8))
    assert len(candidates) <= MOST_SENTENCES
    assert any("ni minutter" in each.text for each in candidates)


def _with(found: Found, candidate: Candidate, relevance: float, lexical: float) -> Candidate:
    return replace(candidate, found=replace(found, score=relevance, lexical=lexical), relevance=relevance)


def test_confidence_grows_with_likeness_and_asks_less_of_other_languages(candidates: list[Candidate]) -> None:
    found = candidates[0].found
    low, high = (_with(found, replace(candidates[0], lexical=0.0), likeness, 0.0) for likeness in (0.15, 0.45))
    assert confidence([low], "ar") < THRESHOLDS["normal"] < confidence([high], "ar")
    own = found.stored.passage.language
    assert confidence([high], own) < confidence([high], "ar")


def test_the_passage_with_the_best_sentence_comes_first(candidates: list[Candidate]) -> None:
    found = [*dict.fromkeys(each.found for each in candidates)]
    last = found[-1]
    raised = [replace(each, relevance=2.0 if each.found is last else 0.1) for each in candidates]
    ordered = by_best_sentence(found, raised)
    assert ordered[0].stored.id == last.stored.id
    assert sorted(hit.score for hit in ordered) == sorted(hit.score for hit in found)
    assert [hit.score for hit in ordered] == sorted((hit.score for hit in ordered), reverse=True)


def test_chance_words_of_another_language_weigh_nothing(retrieval: Retrieval, embedder: Embedder) -> None:
    asked = retrieval.ask("Who pays for the night departure that islanders want?")
    found = retrieval.find(asked, 8)
    others = [
        each.lexical
        for each in Extractor(retrieval, embedder).candidates(asked, found)
        if each.found.stored.passage.language not in {"en"}
    ]
    assert others
    assert set(others) == {0.0}
