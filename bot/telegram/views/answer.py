"""Answer in, Reply out: what answers in bold, which article says so below it, and buttons. Pure.

    ⟨how sure⟩  sentence, or quotation  ─  source line  ─  ⟨the quotation, where a model worded the sentence⟩

Every sentence stands once: where it is the article's own, it is the quotation. Whatever comes from a file, a model or a
person is isolated and escaped by `bot.telegram.views.layout`.
"""

from collections.abc import Iterator, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answers.answer import NOT_SEARCHED, Answer, NearestPassage, Voice
from bot.answers.presenting import (
    compared_line,
    differing_lines,
    foreign_language,
    further,
    offered,
    quoted_by,
    untold_line,
)
from bot.quotes.citation import Citation, Statement
from bot.quotes.orders import gives_orders
from bot.telegram.callbacks import CITATION, FURTHER, GO_ON, NEAREST_PASSAGE, VOTE, WATCH
from bot.telegram.views.conditions import chip_rows, newer_and_older, read_conditions
from bot.telegram.views.highlighting import highlighted
from bot.telegram.views.layout import Block, Line, Run
from bot.telegram.views.pagination import paginate
from bot.telegram.views.reply import Reply, foreign, numbers, place, prose, source_line, translated
from bot.texts import Live, Texts, isolate, shorten

_LEANT_ON = 120
"""Characters of an earlier question."""


def reply_to(answer: Answer, texts: Texts, answer_id: int, heading: Sequence[Block] = ()) -> Reply:
    """Lay out an answer that is stored under `answer_id`, below a heading if there is one."""
    blocks = [*heading, *_leaning(answer, texts), *read_conditions(answer, texts), *_manner(answer, texts)]
    blocks += _compared(answer, texts)
    for statement in answer.statements:
        blocks += _said(statement, answer, texts)
    blocks += [*newer_and_older(answer, texts), *_differing(answer, texts), *_notices(answer, texts)]
    own = [quoted_by(statement, answer) for statement in answer.statements]
    for citation in answer.citations:
        if citation not in own:
            blocks += _quotation(citation, answer, texts)
    near = offered(answer)
    if near:
        blocks.append(prose(texts.text("answer.nearest"), texts))
        blocks += [_near(number, passage, answer, texts) for number, passage in near]
    return Reply(paginate(blocks), _keyboard(answer, answer_id, [number for number, _ in near], texts))


def replaced_heading(numbers: Sequence[int], texts: Texts) -> tuple[Block, ...]:
    """Say on one line that the articles behind these citations were replaced; nothing without any."""
    if not numbers:
        return ()
    marks = isolate("".join(f"[{number}]" for number in numbers))
    return (prose(f"⚠️ {texts.text('answer.replaced', numbers=marks)}", texts),)


def further_passages(answer: Answer, texts: Texts, answer_id: int) -> Reply | None:
    """Lay out the passages that were found and are not shown yet; None where there are none."""
    rest = further(answer)
    if not rest:
        return None
    blocks = [prose(texts.text("answer.further"), texts)]
    blocks += [_near(number, passage, answer, texts) for number, passage in rest]
    return Reply(
        paginate(blocks), InlineKeyboardMarkup(numbers(NEAREST_PASSAGE, answer_id, [number for number, _ in rest]))
    )


def _leaning(answer: Answer, texts: Texts) -> Iterator[Block]:
    """Say which earlier question this one was taken to lean on, or what it was read as: a mistake is to be seen."""
    if answer.rewritten:
        yield _aside(texts.text("answer.understood", question=isolate(shorten(answer.rewritten, _LEANT_ON))), texts)
    elif answer.follows:
        yield _aside(texts.text("answer.follows", question=isolate(shorten(answer.follows, _LEANT_ON))), texts)


def _manner(answer: Answer, texts: Texts) -> Iterator[Block]:
    """Say that there is no answer, or that this one is not sure."""
    if not answer.statements:
        if not NOT_SEARCHED.intersection(answer.notices):
            yield prose(texts.text("answer.abstained"), texts)
    elif answer.voice is Voice.UNSURE:
        yield _aside(texts.text("answer.unsure"), texts)


def _said(statement: Statement, answer: Answer, texts: Texts) -> Iterator[Block]:
    """Set a sentence: a quotation above its source line, or words that a model found, with their numbers."""
    citation = quoted_by(statement, answer)
    ranges = statement.highlights or (citation.highlights if citation else ())
    if citation is None:
        marks = "".join(f"[{number}]" for number in statement.citations)
        yield Block(highlighted(statement.text, ranges, f" {marks}"))
        return
    several = citation.number if len(answer.citations) > 1 else None
    marked = list(_marks(citation.quote, citation.language, answer, texts))
    yield from marked
    yield Block(highlighted(citation.quote, ranges), quoted=True, folded=False, below=bool(marked))
    if translation := translated(citation.translation, texts):
        yield Block(translation, below=True)
    yield Block((source_line(citation, texts, number=several, quote=citation.quote),), below=True)


def _quotation(citation: Citation, answer: Answer, texts: Texts) -> Iterator[Block]:
    """Set the words behind a sentence that a model worded: its source line, and the quotation to be opened."""
    yield Block((source_line(citation, texts, number=citation.number, quote=citation.quote),))
    for mark in _marks(citation.quote, citation.language, answer, texts):
        yield Block(mark.lines, below=True)
    where = place(citation.source, citation.first_line, citation.last_line, texts, citation.page)
    words = highlighted(citation.quote, citation.highlights)
    yield Block((*words, *translated(citation.translation, texts), where), quoted=True, below=True)


def _near(number: int, passage: NearestPassage, answer: Answer, texts: Texts) -> Block:
    """Set a passage that was found, to be opened, under its number."""
    head = source_line(passage, texts, number=number, quote=passage.quote)
    marks = [line for mark in _marks(passage.quote, passage.language, answer, texts) for line in mark.lines]
    where = place(passage.source, passage.first_line, passage.last_line, texts)
    return Block((head, *marks, *foreign(passage.quote), where), quoted=True)


def _marks(quote: str, language: str, answer: Answer, texts: Texts) -> Iterator[Block]:
    """Say of words that are shown which language they are in, where it is not the reader's, and if they give orders."""
    if name := foreign_language(language, answer, texts):
        yield _aside(texts.text("answer.in_language", language=name), texts)
    if gives_orders(quote):
        yield _aside(f"⚠️ {texts.text('answer.orders')}", texts)


def _compared(answer: Answer, texts: Texts) -> Iterator[Block]:
    """Say the values of what was compared, the one that wins first."""
    if line := compared_line(answer, texts):
        yield Block((Line((Run(line, "b"),), texts.direction),))


def _differing(answer: Answer, texts: Texts) -> Iterator[Block]:
    for line in differing_lines(answer, texts):
        yield Block((Line((Run(f"⚖️ {line}", "b"),), texts.direction),))


def _notices(answer: Answer, texts: Texts) -> Iterator[Block]:
    if line := untold_line(answer, texts):
        yield prose(line, texts)
    for notice in answer.notices:
        yield _aside(texts.text(f"notice.{notice.value}"), texts)
    if answer.helps:
        yield prose(texts.text(f"helps.{answer.helps}", command=Live(f"/{answer.helps}")), texts)
    if answer.left_out:
        yield _aside(texts.plural("answer.left_out", answer.left_out), texts)


def _aside(line: str, texts: Texts) -> Block:
    return Block((Line((Run(line, "i"),), texts.direction),))


def _keyboard(answer: Answer, answer_id: int, near: Sequence[int], texts: Texts) -> InlineKeyboardMarkup | None:
    """Give one row of numbers, the watch where nothing was found, the further passages, and the thumbs."""
    if NOT_SEARCHED.intersection(answer.notices):
        return None
    rows = numbers(CITATION, answer_id, [citation.number for citation in answer.citations])
    rows += numbers(NEAREST_PASSAGE, answer_id, near)
    rows += chip_rows(answer, answer_id, texts)
    if not answer.statements:
        watched = WATCH.data(answer_id, 0)
        rows.append([InlineKeyboardButton(f"🔔 {texts.text('watch.button')}", callback_data=watched)])
    if answer.listing:
        label = texts.plural("answer.go_on", len(answer.listing.rest))
        rows.append([InlineKeyboardButton(label, callback_data=GO_ON.data(answer_id, 0))])
    elif further(answer):
        more = FURTHER.data(answer_id, 0)
        rows.append([InlineKeyboardButton(texts.text("answer.more"), callback_data=more)])
    votes = (("👍", 1), ("👎", 0))
    last = [InlineKeyboardButton(sign, callback_data=VOTE.data(answer_id, vote)) for sign, vote in votes]
    return InlineKeyboardMarkup([*rows, last])
