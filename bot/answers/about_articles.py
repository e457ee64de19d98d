"""Questions about the articles themselves, answered from the catalogue: how many, which, who, what is new, and when.

    About, Conditions ──subjects──▶ articles, newest first ──a sentence of each, cited──▶ Answer

The bot's own words only count, date and name; what happened is told by the articles' own sentences.
"""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answers.answer import Answer, Listing, NearestPassage, Notice, Question
from bot.answers.differing_articles import DifferingArticles
from bot.answers.nearest import nearest_passage
from bot.answers.retrieval import Retrieval
from bot.answers.story_writer import StoryWriter
from bot.answers.subjects import Subjects
from bot.answers.updating import Updates
from bot.likeness.topics import stands, words_of
from bot.questions.question_kinds import About, QuestionKind
from bot.quotes.citation import Citation, Statement
from bot.quotes.citing import cite_each, standing
from bot.texts import Texts, isolate
from ingest.index.conditions import EVERYTHING, Conditions
from ingest.index.index import Index
from ingest.index.stored import Sentence, StoredArticle, StoredPassage, sentences_of
from ingest.models.embedding import Embedder
from ingest.text.terms import padded

LISTED = 8
"""Articles that are quoted in one answer, as many as fit a message; what is beyond can be had behind them."""

OFFERED = 24
"""Articles that are given as passages, of which one can be opened."""

KEPT = 400
"""Articles that a list goes on with at most: more than anybody reads."""

NEWEST = 4
"""Articles that tell what is new."""

_SHORTEST, _LONGEST = 30, 450
"""Characters of a sentence that tells something, and that does not fill the message."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about the articles.

    Attributes:
        question: As a person typed it.
        about: What it asks.
        conditions: What the articles must be.
        language: ISO 639-1 code to answer in.
    """

    question: Question
    about: About
    conditions: Conditions
    language: str


class AboutArticles:
    """Answers from the catalogue; safe to use from several threads."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        retrieval: Retrieval,
        updates: Updates,
        writer: StoryWriter | None = None,
    ) -> None:
        self._index, self._updates, self._writer = index, updates, writer
        self._subjects = Subjects(index, embedder, retrieval)
        self._differing = DifferingArticles(index, retrieval, embedder)

    def answer(self, asked: Asked) -> Answer | None:
        """Answer a question about the articles; None where it turns out to be an ordinary one."""
        find = self._subjects.mentioning if asked.about.literally else self._subjects.articles
        found = find(asked.about.subject, asked.conditions, asked.language)
        if asked.about.kind is QuestionKind.TIMELINE and len(found) < asked.about.least and not asked.conditions:
            return None
        if not found:
            return self._nothing(asked)
        texts = Texts(asked.language)
        told = {
            QuestionKind.COUNT: self._count,
            QuestionKind.LIST: self._list,
            QuestionKind.DIGEST: self._list,
            QuestionKind.NEWEST: self._newest,
            QuestionKind.LAST: self._newest,
            QuestionKind.FIRST: self._newest,
            QuestionKind.DIFFERENCES: self._differences,
            QuestionKind.TIMELINE: self._timeline,
            QuestionKind.WRITERS: self._writers,
            QuestionKind.OUTLETS: self._writers,
            QuestionKind.LANGUAGES: self._languages,
            QuestionKind.UPDATED: self._updated,
        }[asked.about.kind](found, asked, texts)
        if not told.statements:
            return self._nothing(asked)
        return replace(told, passages=tuple(self._passages(found[:OFFERED])))

    def go_on(self, question: Question, listing: Listing, language: str) -> Answer:
        """Tell the next articles of a list; those that have gone meanwhile are left out."""
        asked = Asked(question, About(QuestionKind.LIST, listing.subject), question.conditions, language)
        found = [article for source in listing.rest if (article := self._index.article(source))]
        shown = [*reversed(found[:LISTED])] if listing.in_order else found[:LISTED]
        told = self._quoted(shown, found[LISTED:], asked, in_order=listing.in_order)
        passages = tuple(self._passages(found[:OFFERED]))
        return replace(told, passages=passages, conditions=question.conditions, ignored=question.ignored)

    def _count(self, found: Sequence[StoredArticle], asked: Asked, texts: Texts) -> Answer:
        key = "articles.count_about" if asked.about.subject else "articles.count"
        said = texts.plural(key, len(found), **({"subject": asked.about.subject} if asked.about.subject else {}))
        return replace(self._said(said, found, asked), listing=_listing(found[LISTED:], asked))

    def _list(self, found: Sequence[StoredArticle], asked: Asked, texts: Texts) -> Answer:
        return self._quoted(found[:LISTED], found[LISTED:], asked)

    def _newest(self, found: Sequence[StoredArticle], asked: Asked, texts: Texts) -> Answer:
        """Tell what came last, or first, of the dated ones where there are any."""
        dated = [article for article in found if article.published] or list(found)
        shown = {QuestionKind.LAST: dated[:1], QuestionKind.FIRST: dated[-1:]}
        return self._quoted(shown.get(asked.about.kind, dated[:NEWEST]), (), asked)

    def _differences(self, found: Sequence[StoredArticle], asked: Asked, texts: Texts) -> Answer:
        """Tell in what the articles differ; where they don't, tell them, and say that."""
        told = self._differing.compare(_answer(asked, (), ()), found[:OFFERED])
        if told.statements:
            return told
        listed = self._quoted(found[:LISTED], found[LISTED:], asked)
        return replace(listed, notices=(Notice.NO_CONTRADICTION, *listed.notices))

    def _timeline(self, found: Sequence[StoredArticle], asked: Asked, texts: Texts) -> Answer:
        """Tell the newest first, as what stands now, and then the story in the order of its days."""
        dated, undated = ([it for it in found if bool(it.published) is known] for known in (True, False))
        shown = [*dated[:1], *reversed(dated[1:LISTED]), *undated][:LISTED]
        rest = [*dated[LISTED:], *undated[max(0, LISTED - len(dated)) :]]
        told = self._quoted(shown, rest, asked, in_order=True)
        if self._writer is None or not told.statements:
            return told
        return self._updates.mark(self._writer.worded(asked.question, asked.about.subject, told))

    def _writers(self, found: Sequence[StoredArticle], asked: Asked, texts: Texts) -> Answer:
        named: dict[str, list[StoredArticle]] = {}
        for article in found:
            for name in filter(
                None, (article.outlet, article.author if asked.about.kind is QuestionKind.WRITERS else None)
            ):
                named.setdefault(name, []).append(article)
        if not named:
            return self._said(texts.plural("articles.unsigned", len(found)), found, asked)
        ordered = sorted(named, key=lambda name: (-len(named[name]), name))
        listed = texts.listed([f"{isolate(name)} ({texts.number(len(named[name]))})" for name in ordered[:LISTED]])
        return self._said(listed, [named[name][0] for name in ordered[:LISTED]], asked)

    def _languages(self, found: Sequence[StoredArticle], asked: Asked, texts: Texts) -> Answer:
        counts = Counter(article.language for article in found)
        first = {article.language: article for article in reversed(found)}
        names = [
            f"{texts.language_name(code) or texts.text('articles.unknown_language')} ({texts.number(count)})"
            for code, count in counts.most_common(LISTED)
        ]
        return self._said(texts.listed(names), [first[code] for code, _ in counts.most_common(LISTED)], asked)

    def _updated(self, found: Sequence[StoredArticle], asked: Asked, texts: Texts) -> Answer:
        last = max(found, key=lambda article: article.changed)
        said = texts.text("articles.updated", day=last.changed.date(), count=len(found))
        return self._said(said, [last], asked)

    def _said(self, said: str, found: Sequence[StoredArticle], asked: Asked) -> Answer:
        """Say something of the bot's own, with the articles that it is said of."""
        told = self._told(found, asked.about.subject, LISTED)
        _, citations = cite_each(told)
        if not citations:
            return _answer(asked, (), ())
        whole = Statement(said, tuple(citation.number for citation in citations))
        return _answer(asked, (whole,), citations)

    def _quoted(
        self, found: Sequence[StoredArticle], rest: Sequence[StoredArticle], asked: Asked, *, in_order: bool = False
    ) -> Answer:
        """Tell articles by one sentence each, in their order; the citations bear the days."""
        told = self._told(found, asked.about.subject, LISTED)
        statements, citations = cite_each(told)
        notices = (Notice.MORE_ARTICLES,) if rest else ()
        answer = replace(
            _answer(asked, statements, citations, notices), listing=_listing(rest, asked, in_order=in_order)
        )
        return self._updates.mark(answer) if in_order else answer

    def _told(self, found: Sequence[StoredArticle], subject: str, most: int) -> Iterator[Citation]:
        """Give the sentence that tells each article; those whose files are gone or that repeat another are left out."""
        given, quotes = 0, set[str]()
        for article in found:
            if given == most:
                return
            passages = self._index.passages_of(article.source)
            quote = standing(telling(passages, subject), self._index.article_text) if passages else None
            if quote and quote.quote not in quotes:
                quotes.add(quote.quote)
                given += 1
                yield quote

    def _nothing(self, asked: Asked) -> Answer:
        """Say that nothing fits, and offer what there is instead: about the subject, else near it, else the newest."""
        subject = asked.about.subject
        others = self._subjects.articles(subject, EVERYTHING, asked.language) if subject and asked.conditions else []
        if subject and not others:
            others = self._subjects.nearest(subject, asked.language, LISTED)
        others = others or self._index.articles_fitting(EVERYTHING, LISTED)
        notice = Notice.NOTHING_FITS if asked.conditions else Notice.NO_SUCH_ARTICLES
        answer = _answer(asked, (), (), (notice,))
        return replace(answer, passages=tuple(self._passages(others[:LISTED])))

    def _passages(self, found: Sequence[StoredArticle]) -> Iterator[NearestPassage]:
        for article in found:
            for stored in self._index.passages_of(article.source)[:1]:
                # What is asked for as such is near; it is no beginning that could be gone on from.
                yield replace(nearest_passage(stored, 1.0), start=None)


def telling(passages: Sequence[StoredPassage], subject: str) -> Sentence:
    """Choose the sentence that tells an article: the first that holds words of the subject, else the opening one."""
    wanted = words_of(subject)
    opening: Sentence | None = None
    best, most = None, 0.0
    for place, sentence in enumerate(_sentences(passages)):
        opening, said = opening or sentence, padded(sentence.text)
        share = sum(stands(word, said) for word in wanted) / max(1, len(wanted)) - 0.02 * place
        if share > most + (0.15 if best else 0.3):
            best, most = sentence, share
        if place == 0 and share >= 0.3:
            break
    return best or opening or Sentence(passages[0], passages[0].passage.start, passages[0].passage.end)


def _sentences(passages: Sequence[StoredPassage]) -> Iterator[Sentence]:
    for stored in passages:
        yield from (each for each in sentences_of(stored) if _SHORTEST <= each.end - each.start <= _LONGEST)


def _listing(rest: Sequence[StoredArticle], asked: Asked, *, in_order: bool = False) -> Listing | None:
    sources = tuple(article.source for article in rest[:KEPT])
    return Listing(asked.about.subject, sources, in_order) if sources else None


def _answer(
    asked: Asked,
    statements: tuple[Statement, ...],
    citations: tuple[Citation, ...],
    notices: tuple[Notice, ...] = (),
) -> Answer:
    return Answer(
        asked.question.text, asked.language, statements, citations, (), abstained=not statements, notices=notices
    )
