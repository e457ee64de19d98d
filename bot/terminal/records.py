"""Answer in, one line of JSON out: the record that `ask --json` prints for each question. Pure."""

import json

from bot.answers.answer import Answer, NearestPassage
from bot.quotes.citation import Citation
from bot.terminal.rendering import plain_text


def record(answer: Answer) -> str:
    """Give one JSON object without line ends; seconds and scores are rounded to four decimals."""
    return json.dumps(
        {
            "question": answer.question,
            "follows": answer.follows,
            "rewritten": answer.rewritten,
            "language": answer.language,
            "abstained": answer.abstained,
            "text": plain_text(answer),
            "statements": [
                {"text": statement.text, "citations": list(statement.citations)} for statement in answer.statements
            ],
            "disagreements": [
                {"kind": each.kind.value, "one": list(each.one), "other": list(each.other)}
                for each in answer.disagreements
            ],
            "citations": [_citation(citation) for citation in answer.citations],
            "passages": [_passage(passage) for passage in answer.passages],
            "seconds": round(answer.seconds, 4),
        },
        ensure_ascii=False,
    )


def _citation(citation: Citation) -> dict[str, object]:
    return {
        "number": citation.number,
        "source": citation.source,
        "lines": [citation.first_line, citation.last_line],
        "quote": citation.quote,
        "language": citation.language,
        "translation": citation.translation,
        "title": citation.title,
        "outlet": citation.outlet,
        "published": citation.published.isoformat() if citation.published else None,
    }


def _passage(passage: NearestPassage) -> dict[str, object]:
    return {
        "source": passage.source,
        "lines": [passage.first_line, passage.last_line],
        "text": passage.text,
        "score": round(passage.score, 4),
    }
