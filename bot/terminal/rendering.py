"""Answer in, text for a terminal out: numbered sentences, then what each number cites. Pure.

Every piece from a file or a person stands in isolates, so that Arabic and Norwegian on one line read right, and
without the control characters that would steer the terminal.
"""

import textwrap

from bot.answers.answer import NOT_SEARCHED, Answer, NearestPassage
from bot.answers.chips import condition_line, update_lines
from bot.quotes.citation import Citation
from bot.texts import Texts, direction_of, isolate, visible
from bot.texts.direction import direction_mark

_INDENT = "    "
_NARROWEST = 20
"""Columns left for words, however narrow the terminal says it is."""
_TITLE = 80
_OFFERED = 3
"""How many of the nearest passages an answer that abstains shows."""


def rendered(answer: Answer, width: int = 0) -> str:
    """Give the lines to print, without a line end after the last.

    Args:
        answer: Any answer, an abstention too.
        width: Columns to wrap at; 0 leaves every sentence on one line, for files and pipes.
    """
    texts = Texts(answer.language)
    blocks = ["\n".join(_sentences(answer, width)), "\n".join(_own_words(answer, texts))]
    blocks.append("\n".join(_citation(citation, answer, texts, width) for citation in answer.citations))
    if answer.abstained and answer.passages:
        blocks.append(texts.text("answer.nearest"))
        blocks += [_nearest(passage, texts, width) for passage in answer.passages[:_OFFERED]]
    return "\n\n".join(block for block in blocks if block)


def plain_text(answer: Answer) -> str:
    """Give the answer's sentences with their numbers and what is to be known besides, one a line."""
    statements = [f"{statement.text} {_numbers(statement.citations)}" for statement in answer.statements]
    return "\n".join([*statements, *_own_words(answer, Texts(answer.language))])


def _sentences(answer: Answer, width: int) -> list[str]:
    lines = []
    for position, statement in enumerate(answer.statements, start=1):
        lines += _hanging(f"{position}. ", statement.text, f" {_numbers(statement.citations)}", width)
    return lines


def _own_words(answer: Answer, texts: Texts) -> list[str]:
    """What the bot says itself: what was taken for a follow-up, why there is no answer, and its notices."""
    notices = [texts.text(f"notice.{notice.value}") for notice in answer.notices]
    declines = answer.abstained and not NOT_SEARCHED.intersection(answer.notices)
    declined = [texts.text("answer.abstained")] if declines else []
    read = [line] if (line := condition_line(answer, texts)) else []
    differing = [*update_lines(answer, texts), *_disagreements(answer, texts)]
    return [*_leaning(answer, texts), *read, *declined, *differing, *notices]


def _leaning(answer: Answer, texts: Texts) -> list[str]:
    if answer.rewritten:
        return [texts.text("answer.understood", question=isolate(_one_line(answer.rewritten)))]
    return [texts.text("answer.follows", question=isolate(_one_line(answer.follows)))] if answer.follows else []


def _disagreements(answer: Answer, texts: Texts) -> list[str]:
    return [
        texts.text(f"answer.differ_{each.kind.value}", one=_numbers(each.one), other=_numbers(each.other))
        for each in answer.disagreements
    ]


def _numbers(citations: tuple[int, ...]) -> str:
    return "".join(f"[{number}]" for number in citations)


def _citation(citation: Citation, answer: Answer, texts: Texts, width: int) -> str:
    """The place, and the quotation unless it was the answer's very sentence."""
    day = texts.date(citation.published) if citation.published else None
    place = _place(citation.source, citation.first_line, citation.last_line)
    about = [
        citation.outlet or textwrap.shorten(citation.title, _TITLE, placeholder=" …"),
        texts.language_name(citation.language),
        day,
        place,
    ]
    lines = [f"[{citation.number}] {_joined(about)}"]
    shown = {statement.text for statement in answer.statements if citation.number in statement.citations}
    if citation.quote not in shown:
        lines += _hanging(_INDENT, citation.quote, "", width)
    if citation.translation:
        lines += _hanging(_INDENT, texts.text("citation.translation", text=citation.translation), "", width)
    return "\n".join(lines)


def _nearest(passage: NearestPassage, texts: Texts, width: int) -> str:
    place = _place(passage.source, passage.first_line, passage.last_line)
    about: list[str | None] = [
        textwrap.shorten(passage.title, _TITLE, placeholder=" …"),
        texts.language_name(passage.language),
        place,
    ]
    lines = [f"– {_joined(about)}"]
    return "\n".join(lines + _hanging(_INDENT, passage.text, "", width))


def _joined(parts: list[str | None]) -> str:
    return " · ".join(isolate(_one_line(part)) for part in parts if part)


def _one_line(text: str) -> str:
    return " ".join(visible(text).split())


def _place(source: str, first: int, last: int) -> str:
    return f"{source}:{first}" if first == last else f"{source}:{first}-{last}"


def _hanging(start: str, text: str, end: str, width: int) -> list[str]:
    """Wrap `start` + `text` + `end`, the following lines indented as far as `start` reaches."""
    words = _one_line(text)
    room = max(width - len(start) - len(end), _NARROWEST)
    pieces = (textwrap.wrap(words, room, break_long_words=False) if width else [words]) or [""]
    befores = [start, *[" " * len(start)] * (len(pieces) - 1)]
    afters = [*[""] * (len(pieces) - 1), end]
    way = direction_of(text)
    lines = [f"{before}{isolate(piece)}{after}" for before, piece, after in zip(befores, pieces, afters, strict=True)]
    return [direction_mark(line, way) + line for line in lines]
