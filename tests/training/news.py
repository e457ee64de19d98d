"""Questions that readers of newspapers ask, with the sentences that answer, or with the one that only seems to.

`news_questions.jsonl` is on news articles that were translated sentence by sentence (NTREX); sentence ids are the same
in every language, so that any question can be asked of any translation. These articles are not in this repository: a
folder with `ntrex-en`, `ntrex-ar`, … is given, each with `sentences.jsonl` {id, doc, text}, an article's first sentence
being its headline. `invented_questions.jsonl` is on the articles of `invented_articles.jsonl`, short ones in twenty
languages that stand in pairs, on one event or on two that are easily confused. All questions were written for this,
each in two languages.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.training.draws import Draw
from tests.training.sets import CHARACTERS, CHARACTERS_UNSPACED, UNSPACED, part_of

QUESTIONS = Path(__file__).with_name("news_questions.jsonl")
INVENTED_QUESTIONS = Path(__file__).with_name("invented_questions.jsonl")
INVENTED_ARTICLES = Path(__file__).with_name("invented_articles.jsonl")
SHARE = 9
"""One article (or pair of articles) in so many chooses and one reports; the others train."""

Articles = Mapping[str, Mapping[str, Sequence["Stretch"]]]
"""Stretches by language and article."""

OFTEN, OWN_LANGUAGE = ("en", "ar", "nb"), 0.4
"""Languages that a third of the passages are in, and the share of draws in which question and passage share theirs."""


@dataclass(frozen=True, slots=True)
class NewsQuestion:
    """A question about one article.

    Attributes:
        article: The article's id.
        kind: What it asks for (who, why, …), or why no sentence answers it.
        texts: The question by language code.
        answers: Ids of the sentences any of which answers; none where the article doesn't tell.
        words: The words that answer, as they stand in the first of them in one language.
        near: Id of a sentence that only seems to answer, where none does.
    """

    article: str
    kind: str
    texts: Mapping[str, str]
    answers: tuple[str, ...]
    words: str
    near: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some sentences of an article in one language, in a row; `places` are their half-open offsets by id."""

    article: str
    title: str
    text: str
    places: Mapping[str, tuple[int, int]]
    language: str


def read_questions(part: str, path: Path = QUESTIONS) -> list[NewsQuestion]:
    """Read the questions over the articles of one part: "train", "dev" or "report"."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if part_of(row["doc"], SHARE) == part:
            answers = (row["sentence"], *row.get("also", ())) if row.get("sentence") else ()
            found.append(
                NewsQuestion(row["doc"], row["kind"], row["q"], answers, row.get("answer", ""), row.get("near", ""))
            )
    return found


def read_invented(part: str) -> tuple[list[NewsQuestion], Articles]:
    """Read the questions over invented articles of one part, and all the articles."""
    found: dict[str, dict[str, list[Stretch]]] = {}
    for line in INVENTED_ARTICLES.read_text("utf-8").splitlines():
        row = json.loads(line)
        texts = [(f"{row['id']}:{place}", text.strip()) for place, text in enumerate([row["title"], *row["sentences"]])]
        found.setdefault(row["lang"], {})[row["id"]] = list(_stretches(row["id"], texts, row["lang"]))
    questions = []
    for line in INVENTED_QUESTIONS.read_text("utf-8").splitlines():
        row = json.loads(line)
        if part_of(_pair(row["doc"]), SHARE) == part:
            places = [row["sentence"], *row.get("also", ())] if row.get("sentence") is not None else []
            answers = tuple(f"{row['doc']}:{place + 1}" for place in places)
            near = f"{row['doc']}:{row['near'] + 1}" if not places else ""
            questions.append(NewsQuestion(row["doc"], row["kind"], row["q"], answers, row.get("answer", ""), near))
    return questions, found


def _pair(article: str) -> str:
    """Give what the two articles of a pair share, such as 3-07 of 3-07a and 3-07b."""
    return article.rstrip("ab")


def read_translations(root: Path) -> dict[str, dict[str, list[Stretch]]]:
    """Read the articles: language to article to its stretches, about as long as the passages that Kilde indexes."""
    return {
        code: {article: list(_stretches(article, rows, code)) for article, rows in found.items()}
        for code, found in read_texts(root).items()
    }


def read_texts(root: Path) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """Read every language of a folder with `ntrex-en`, `ntrex-ar`, …: sentences with their ids by article."""
    return {folder.name.removeprefix("ntrex-"): articles(folder) for folder in sorted(root.glob("ntrex-*"))}


def articles(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Read one language: the id and text of each sentence, by article, the headline first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in (folder / "sentences.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found.setdefault(row["doc"], []).append((row["id"], row["text"].strip()))
    return found


def _stretches(article: str, rows: Sequence[tuple[str, str]], language: str) -> Iterator[Stretch]:
    (_, title), body = rows[0], rows[1:]
    most, gap = (CHARACTERS_UNSPACED, "") if language in UNSPACED else (CHARACTERS, " ")
    parts = max(1, round(sum(len(text) for _, text in body) / most))
    aimed, total = sum(len(text) for _, text in body) / parts, 0
    groups: list[list[tuple[str, str]]] = [[] for _ in range(parts)]
    for name, text in body:
        groups[min(parts - 1, int((total + len(text) / 2) / aimed))].append((name, text))
        total += len(text)
    for group in groups:
        places, joined = {}, ""
        for name, text in group:
            joined += gap if joined else ""
            places[name] = (len(joined), len(joined) + len(text))
            joined += text
        if joined:
            yield Stretch(article, title, joined, places, language)


class NewsDraws:
    """Draws a question over its article or a translation of it; where that doesn't tell, over what seems to."""

    def __init__(self, questions: Sequence[NewsQuestion], translations: Articles) -> None:
        self._questions, self._translations = questions, translations
        self._codes: dict[str, list[str]] = {}
        for question in questions:
            self._codes[question.article] = sorted(it for it in translations if question.article in translations[it])
        self._articles = sorted(self._codes)
        self._twins: dict[str, list[str]] = {}
        for article in self._articles:
            self._twins[article] = [it for it in self._articles if it != article and _pair(it) == _pair(article)]

    def __call__(self, random: Random) -> Draw | None:
        """Draw; None where the answer stands in the headline alone or no wrong passage is left."""
        question = random.choice(self._questions)
        asked = random.choice(sorted(question.texts))
        codes = self._codes[question.article]
        often = [code for code in OFTEN if code in codes]
        code = random.choice(often if often and random.random() < 1 / 3 else codes)
        if asked in codes and random.random() < OWN_LANGUAGE:
            code = asked
        whole = self._translations[code][question.article]
        holding = [each for each in whole if (set(question.answers) or {question.near}) & each.places.keys()]
        if not holding:
            return None
        right = holding[0] if random.random() < 0.9 else random.choice(holding)
        wrong = self._wrong(question, right, asked, random)
        if wrong is None:
            return None
        start, end, within = _target(question, right)
        title, wrong_title = (right.title, wrong.title) if random.random() < 0.7 else ("", "")
        return Draw(question.texts[asked], title, right.text, start, end, wrong_title, wrong.text, within)

    def _wrong(self, question: NewsQuestion, right: Stretch, asked: str, random: Random) -> Stretch | None:
        kind = random.random()
        if kind < 0.35 and question.answers:
            return without(right, question.answers)
        others = self._twins[question.article] or self._articles
        pool = self._pool(question, right, question.article if kind < 0.7 else random.choice(others), asked, random)
        if not pool and not question.answers:
            pool = self._pool(question, right, random.choice(self._articles), asked, random)
        return random.choice(pool) if pool else without(right, question.answers)

    def _pool(self, question: NewsQuestion, right: Stretch, article: str, asked: str, random: Random) -> list[Stretch]:
        """Give the stretches of an article that don't answer, in the language of the question or of the right one."""
        codes = self._codes[article]
        wanted = [code for code in (asked, right.language) if code in codes]
        stretches = self._translations[random.choice(wanted or codes)][article]
        taken = {*question.answers, *right.places}
        return [each for each in stretches if not taken & each.places.keys()]


def without(stretch: Stretch, names: Sequence[str]) -> Stretch | None:
    """Give a stretch without some of its sentences; None where nothing is left or nothing was taken."""
    kept = {name: place for name, place in stretch.places.items() if name not in names}
    if not kept or len(kept) == len(stretch.places):
        return None
    text = ("" if stretch.language in UNSPACED else " ").join(stretch.text[s:e] for s, e in kept.values())
    return Stretch(stretch.article, stretch.title, text, {}, stretch.language)


def _target(question: NewsQuestion, right: Stretch) -> tuple[int, int, tuple[tuple[int, int], ...]]:
    """Give the words that answer, and the sentences somewhere in which some do, where the words read otherwise."""
    start = end = 0
    within = []
    for name in question.answers:
        if name not in right.places:
            continue
        s, e = right.places[name]
        exact = right.text.find(question.words, s, e) if name == question.answers[0] else -1
        if exact < 0:
            within.append((s, e))
        else:
            start, end = exact, exact + len(question.words)
    return start, end, tuple(within)
