"""The votes as a question file for `python -m bot evaluate`.

What helped becomes what is expected. What did not help is written without an expectation, for an editor to fill in.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from bot.answers.answer import Answer
from bot.memory.votes import Vote


def question_lines(votes: Iterable[Vote]) -> Iterator[str]:
    """Give one JSON object for each answer, as it was when voted on."""
    for _, group in groupby(sorted(votes, key=_about), key=_about):
        yield json.dumps(_row(list(group)), ensure_ascii=False)


def _about(vote: Vote) -> tuple[int, str]:
    """What a vote is about: an edited question has another answer under the same id."""
    return vote.answer_id, repr(vote.answer)


def _row(votes: list[Vote]) -> dict[str, Any]:
    answer, versions = votes[0].answer, votes[0].versions
    helped = sum(vote.helpful for vote in votes)
    row: dict[str, Any] = {"question": answer.understood}
    row |= _expected(answer) if 2 * helped > len(votes) else {"answered": _quotes(answer)}
    row |= {"helped": helped, "did_not_help": len(votes) - helped}
    passages = [f"{each.source}:{each.first_line}-{each.last_line}" for each in answer.passages]
    hashes = {citation.source: citation.content_hash for citation in answer.citations}
    made_by = [versions.kilde, versions.embedding_model, versions.language_model]
    return row | {"passages": passages, "content_hashes": hashes, "made_by": made_by}


def _expected(answer: Answer) -> dict[str, Any]:
    if answer.abstained:
        return {"words": None}
    return {"source": sorted({citation.source for citation in answer.citations}), "words": _quotes(answer)}


def _quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]
