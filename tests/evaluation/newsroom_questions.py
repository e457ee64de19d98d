"""Questions as readers and journalists ask them, in files as `python -m bot evaluate` reads them, which say more.

    {"question": "…", "words": ["4 May"], "source": ["a.txt"], "kind": "when", "language": "en", "half": "reporting"}
    {"question": "…", "words": null, "kind": "false premise", "hard": true, "correction": ["…"], "corrected_by": ["…"]}

`half` tells questions that may choose thresholds and rules from those that only report. `hard` marks questions without
an answer whose subject is in the articles; a `correction` are words of a sentence that says what is wrong with such a
question. All of these may be missing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answers.answer import Answer
from bot.evaluation.questions import ExpectedAnswer, read_questions
from tests.evaluation.verdicts import Verdict, judge_known, judge_unknown

FOLDER = Path(__file__).parent / "newsroom"
ARTICLES = FOLDER / "articles"
QUESTIONS = FOLDER / "questions.jsonl"
HALVES = ("choosing", "reporting")
UNSAID = "not said"


@dataclass(frozen=True, slots=True)
class NewsroomQuestion:
    """A question and what it is an example of.

    Attributes:
        expected: What is asked and what should become of it.
        kind: Such as "number" or "false premise".
        language: ISO 639-1 code of the question.
        half: One of `HALVES`.
        hard: Its subject is in the articles, although they do not answer it.
        correction: Words any of which stands in a sentence that corrects the question.
        corrected_by: Files with such a sentence.
    """

    expected: ExpectedAnswer
    kind: str = UNSAID
    language: str = UNSAID
    half: str = UNSAID
    hard: bool = False
    correction: tuple[str, ...] = ()
    corrected_by: frozenset[str] = frozenset()

    def judge(self, answer: Answer) -> Verdict:
        """Say what became of it."""
        if self.expected.declined:
            return judge_unknown(answer, self.correction, self.corrected_by)
        return judge_known(answer, self.expected.words, self.expected.sources)


def read(path: Path = QUESTIONS, half: str | None = None) -> Sequence[NewsroomQuestion]:
    """Read a question file, whole or one half of it.

    Raises:
        QuestionFileError: As of `read_questions`.
    """
    rows = [json.loads(line) for line in path.read_text("utf-8-sig").splitlines() if line.strip()]
    questions = [
        NewsroomQuestion(
            expected,
            str(row.get("kind", UNSAID)),
            str(row.get("language", UNSAID)),
            str(row.get("half", UNSAID)),
            bool(row.get("hard", False)),
            tuple(row.get("correction", ())),
            frozenset(row.get("corrected_by", ())),
        )
        for expected, row in zip(read_questions(path), rows, strict=True)
    ]
    return [each for each in questions if half in (None, each.half)]
