"""In parts: the answers to the parts of a question, as one answer with a line a part, and what no article says. Pure.

Takes Answers, one a part and in their order; gives one. `bot.questions.parts` takes questions apart.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from bot.answers.answer import Answer, Disagreement, Update, Voice
from bot.quotes.citation import Citation, Statement

Place = tuple[str, int, int]


def joined(whole: str, parts: Sequence[Answer]) -> Answer | None:
    """Join answers to the parts of the question `whole`; None where no part has one.

    Of each part its first line is taken, and with it what contradicts or replaces it. A sentence that answers two parts
    stands once, with the words that answer either in bold.
    """
    answered = [part for part in parts if not part.abstained and not any(_says_better(it, part) for it in parts)]
    if not answered:
        return None
    citations: dict[Place, Citation] = {}
    statements: dict[tuple[Place, ...], Statement] = {}
    disagreements: list[Disagreement] = []
    updates: list[Update] = []
    for part in answered:
        new = _cited(part, citations)
        for statement in part.statements:
            if not _is_shown(statement, part):
                continue
            key = tuple(_place(it) for it in part.citations if it.number in statement.citations)
            known = statements.get(key)
            marks = (*statement.highlights, *(known.highlights if known else ()))
            numbers = tuple(new[number] for number in statement.citations)
            statements[key] = replace(statement, citations=numbers, highlights=tuple(sorted(set(marks))))
        disagreements += [
            replace(it, one=tuple(new[n] for n in it.one), other=tuple(new[n] for n in it.other))
            for it in part.disagreements
        ]
        updates += [Update(tuple(new[n] for n in it.newer), tuple(new[n] for n in it.older)) for it in part.updates]
    sure = all(part.voice is Voice.SURE for part in answered)
    known_of = [part.confidence for part in answered if part.confidence is not None]
    return replace(
        answered[0],
        question=whole,
        statements=tuple(statements.values()),
        citations=tuple(replace(it, highlights=_marked(it, statements)) for it in citations.values()),
        passages=tuple(dict.fromkeys(passage for part in parts for passage in part.passages)),
        notices=tuple(dict.fromkeys(notice for part in answered for notice in part.notices)),
        disagreements=tuple(dict.fromkeys(disagreements)),
        updates=tuple(dict.fromkeys(updates)),
        follows=None,
        voice=Voice.SURE if sure else Voice.UNSURE,
        confidence=min(known_of, default=None),
        untold=tuple(part.question for part in parts if part not in answered),
    )


def _says_better(other: Answer, part: Answer) -> bool:
    """Whether the very words that answer a part answer another one more surely: then they hardly answer this."""
    if other is part or other.abstained or (other.confidence or 0) <= (part.confidence or 0):
        return False
    mine, theirs = part.citations[0], other.citations[0]
    if _place(mine) != _place(theirs):
        return False
    pairs = product(part.statements[0].highlights, other.statements[0].highlights)
    return any(a < d and c < b for (a, b), (c, d) in pairs)


def _cited(part: Answer, citations: dict[Place, Citation]) -> dict[int, int]:
    """Number what a part shows anew, behind what is cited already; give its numbers by those it had."""
    new: dict[int, int] = {}
    shown = {number for statement in part.statements if _is_shown(statement, part) for number in statement.citations}
    for citation in part.citations:
        if citation.number in shown:
            place = _place(citation)
            citations.setdefault(place, replace(citation, number=len(citations) + 1))
            new[citation.number] = citations[place].number
    return new


def _is_shown(statement: Statement, part: Answer) -> bool:
    """Whether a statement is the part's first, or one side of what contradicts or replaces something."""
    sides = [{*it.one, *it.other} for it in part.disagreements] + [{*it.newer, *it.older} for it in part.updates]
    return statement == part.statements[0] or any(not side.isdisjoint(statement.citations) for side in sides)


def _marked(citation: Citation, statements: dict[tuple[Place, ...], Statement]) -> tuple[tuple[int, int], ...]:
    """Give the words in bold of the quotation alone, where it is a statement itself."""
    own = statements.get((_place(citation),))
    return own.highlights if own and own.text == citation.quote else citation.highlights


def _place(citation: Citation) -> Place:
    return citation.source, citation.start, citation.end
