"""Answer in, text for a terminal out: each sentence with what answers in bold, and the article that says so. Pure.

Every piece from a file or a person stands in isolates, so that Arabic and Norwegian on one line read right, and
without the control characters that would steer the terminal; `bot.terminal.pen` leaves of this what a line needs.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from bot.answers.answer import NOT_SEARCHED, Answer, NearestPassage, Voice
from bot.answers.chips import condition_line, update_lines
from bot.answers.presenting import compared_line, differing_lines, foreign_language, offered, quoted_by, untold_line
from bot.quotes.citation import Citation, Statement
from bot.quotes.orders import gives_orders
from bot.terminal.pen import BOLD, PLAIN, Pen, closed, unmarked
from bot.texts import Sourced, Texts, direction_of, isolate, pieces, plain_line, source_parts, visible
from bot.texts.direction import direction_mark
from ingest.readers.file_kinds import is_extracted

_INDENT = "    "
_NARROWEST = 20
"""Columns left for words, however narrow the terminal says it is."""


def rendered(answer: Answer, pen: Pen | None = None) -> str:
    """Give the lines to print, without a line end after the last; by default for a file or a pipe."""
    pen, texts = pen or Pen(), Texts(answer.language)
    own = [quoted_by(statement, answer) for statement in answer.statements]
    blocks = ["\n".join(_before(answer, texts))]
    blocks += ["\n".join(_said(statement, answer, texts, pen)) for statement in answer.statements]
    blocks.append("\n".join(_besides(answer, texts)))
    cited = [each for each in answer.citations if each not in own]
    blocks.append("\n".join(line for each in cited for line in _citation(each, answer, texts, pen)))
    if near := offered(answer):
        blocks.append(texts.text("answer.nearest"))
        blocks += ["\n".join(_nearest(number, passage, answer, texts, pen)) for number, passage in near]
    return pen.set("\n\n".join(block for block in blocks if block))


def plain_text(answer: Answer) -> str:
    """Give the answer's sentences with their numbers and what is to be known besides, one a line."""
    texts = Texts(answer.language)
    statements = [f"{statement.text} {_numbers(statement.citations)}" for statement in answer.statements]
    return "\n".join([*_before(answer, texts), *statements, *_besides(answer, texts)])


def _before(answer: Answer, texts: Texts) -> Iterator[str]:
    """What was taken for a follow-up, and that there is no answer, or none that is sure."""
    if answer.rewritten:
        yield texts.text("answer.understood", question=isolate(_one_line(answer.rewritten)))
    elif answer.follows:
        yield texts.text("answer.follows", question=isolate(_one_line(answer.follows)))
    if line := condition_line(answer, texts):
        yield line
    if answer.statements and answer.voice is Voice.UNSURE:
        yield texts.text("answer.unsure")
    if not answer.statements and not NOT_SEARCHED.intersection(answer.notices):
        yield texts.text("answer.abstained")
    if line := compared_line(answer, texts):
        yield line


def _besides(answer: Answer, texts: Texts) -> list[str]:
    differing = [*update_lines(answer, texts), *differing_lines(answer, texts)]
    differing += [line for line in [untold_line(answer, texts)] if line]
    left_out = [texts.plural("answer.left_out", answer.left_out)] if answer.left_out else []
    return [*differing, *(texts.text(f"notice.{notice.value}") for notice in answer.notices), *left_out]


def _said(statement: Statement, answer: Answer, texts: Texts, pen: Pen) -> Iterator[str]:
    """A sentence and, where it is an article's own, which article."""
    citation = quoted_by(statement, answer)
    if citation is None:
        yield from _hanging("", statement.text, statement.highlights, f" {_numbers(statement.citations)}", pen)
        return
    yield from _marks(citation.quote, citation.language, answer, texts)
    yield from _hanging("", citation.quote, statement.highlights or citation.highlights, "", pen)
    yield from _translation("", citation, texts, pen)
    yield pen.dim(_source(citation.number, citation, citation.quote, texts, _place(citation, texts)))


def _citation(citation: Citation, answer: Answer, texts: Texts, pen: Pen) -> Iterator[str]:
    """A source and its words, where a model worded the sentence."""
    yield pen.dim(_source(citation.number, citation, citation.quote, texts, _place(citation, texts)))
    yield from (_INDENT + mark for mark in _marks(citation.quote, citation.language, answer, texts))
    yield from _hanging(_INDENT, citation.quote, citation.highlights, "", pen)
    yield from _translation(_INDENT, citation, texts, pen)


def _nearest(number: int, passage: NearestPassage, answer: Answer, texts: Texts, pen: Pen) -> Iterator[str]:
    yield pen.dim(_source(number, passage, passage.quote, texts, _place(passage, texts)))
    yield from (_INDENT + mark for mark in _marks(passage.quote, passage.language, answer, texts))
    yield from _hanging(_INDENT, passage.quote, (), "", pen)


def _marks(quote: str, language: str, answer: Answer, texts: Texts) -> Iterator[str]:
    if name := foreign_language(language, answer, texts):
        yield texts.text("answer.in_language", language=name)
    if gives_orders(quote):
        yield f"⚠ {texts.text('answer.orders')}"


def _translation(start: str, citation: Citation, texts: Texts, pen: Pen) -> Iterator[str]:
    if citation.translation:
        yield from _hanging(start, texts.text("citation.translation", text=citation.translation), (), "", pen)


def _source(number: int, source: Sourced, quote: str, texts: Texts, place: str) -> str:
    """Name an article and the place in its file, and where it can be read: many terminals open what looks like it."""
    parts = [f"[{number}] {plain_line(source_parts(source, texts, quote))}", isolate(_one_line(place))]
    parts += [isolate(_one_line(source.url))] if source.url else []
    return " · ".join(parts)


def _place(cited: Citation | NearestPassage, texts: Texts) -> str:
    if is_extracted(cited.source):
        page = texts.text("citation.page", page=cited.page) if isinstance(cited, Citation) and cited.page else ""
        return ", ".join(part for part in (cited.source, page, texts.text("citation.extracted")) if part)
    first, last = cited.first_line, cited.last_line
    return f"{cited.source}:{first}" if first == last else f"{cited.source}:{first}-{last}"


def _numbers(citations: tuple[int, ...]) -> str:
    return "".join(f"[{number}]" for number in citations)


def _one_line(text: str) -> str:
    return " ".join(unmarked(visible(text)).split())


def _hanging(start: str, text: str, ranges: Iterable[tuple[int, int]], end: str, pen: Pen) -> Sequence[str]:
    """Wrap `start` + `text` + `end`, the following lines indented as far as `start` reaches, `ranges` in bold."""
    marked = "".join(
        f"{BOLD}{unmarked(piece)}{PLAIN}" if bold else unmarked(piece) for piece, bold in pieces(text, ranges)
    )
    words = " ".join(marked.split())
    room = max(pen.width - len(start) - len(end), _NARROWEST)
    cut = closed((textwrap.wrap(words, room, break_long_words=False) if pen.width else [words]) or [""])
    befores = [start, *[" " * len(start)] * (len(cut) - 1)]
    afters = [*[""] * (len(cut) - 1), end]
    way = direction_of(text)
    lines = [f"{before}{isolate(piece)}{after}" for before, piece, after in zip(befores, cut, afters, strict=True)]
    return [direction_mark(line, way) + line for line in lines]
