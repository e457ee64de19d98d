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
            "voice": None if answer.abstained else answer.voice.value,
            "confidence": None if answer.confidence is None else round(answer.confidence, 4),
            "text": plain_text(answer),
            "statements": [
                {
                    "text": statement.text,
                    "citations": list(statement.citations),
                    "highlights": [list(each) for each in statement.highlights],
                }
                for statement in answer.statements
            ],
            "disagreements": [
                {
                    "kind": each.kind.value,
                    "one": list(each.one),
                    "other": list(each.other),
                    "values": None if each.values is None else list(each.values),
                }
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
        "url": citation.url,
        "highlights": [list(each) for each in citation.highlights],
    }


def _passage(passage: NearestPassage) -> dict[str, object]:
    return {
        "source": passage.source,
        "lines": [passage.first_line, passage.last_line],
        "text": passage.quote,
        "score": round(passage.score, 4),
    }
