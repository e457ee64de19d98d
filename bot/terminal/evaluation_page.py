"""The report of an evaluation as one HTML file that can be sent around: no script, nothing fetched. Pure.

Takes Measures and Outcomes, gives a page with a chart of the shares, one of the seconds, and a row per question.
"""

import math
from collections.abc import Sequence
from html import escape

from bot.evaluation.running import Measure, QuestionOutcome, seconds

_WIDTH, _ROW, _LABEL = 760, 26, 260
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c1c1c }
table { border-collapse: collapse; width: 100% } td, th { border-bottom: 1px solid #ccc; padding: .3rem .6rem;
text-align: start; vertical-align: top } .wrong { color: #a4201c } svg text { font: 13px system-ui, sans-serif }
@media (prefers-color-scheme: dark) { body { background: #161616; color: #eee } svg text { fill: #eee }
.wrong { color: #ff8a80 } }
"""


def page(title: str, measures: Sequence[Measure], outcomes: Sequence[QuestionOutcome]) -> str:
    """Give the whole page."""
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style><h1>{escape(title)}</h1>'
        f"<p>{len(outcomes)} questions; shares with 95 % bootstrap intervals.</p>{_shares(measures)}"
        f"<h2>Seconds to an answer</h2>{_times(outcomes)}<h2>Questions</h2>{_questions(outcomes)}</html>\n"
    )


def _shares(measures: Sequence[Measure]) -> str:
    known = [each for each in measures if each.estimate.count]
    scale = _WIDTH - _LABEL - 70
    rows = []
    for number, each in enumerate(known):
        value, y = each.estimate, number * _ROW
        left, right = (_LABEL + scale * end for end in (value.low, value.high))
        rows.append(
            f'<text x="{_LABEL - 8}" y="{y + 17}" text-anchor="end">{escape(each.name)} ({value.count})</text>'
            f'<rect x="{_LABEL}" y="{y + 5}" width="{scale * value.value:.1f}" height="16" fill="#4a7fb5"/>'
            f'<path d="M{left:.1f} {y + 13}H{right:.1f}" stroke="#d98c00" stroke-width="3"/>'
            f'<text x="{_LABEL + scale + 8}" y="{y + 17}">{value.value:.3f}</text>'
        )
    return f'<svg viewBox="0 0 {_WIDTH} {len(known) * _ROW}" role="img" aria-label="Shares">{"".join(rows)}</svg>'


def _times(outcomes: Sequence[QuestionOutcome]) -> str:
    """A histogram of the times in twelve equal steps."""
    taken = [each.answer.seconds for each in outcomes]
    longest = max(taken, default=0.0) or 1.0
    steps = [0] * 12
    for each in taken:
        steps[min(11, int(12 * each / longest))] += 1
    highest = max(1, *steps)
    bars = [
        f'<rect x="{number * 60 + 4}" y="{110 - 100 * count / highest:.1f}" width="52" '
        f'height="{100 * count / highest:.1f}" fill="#4a7fb5"><title>{count}</title></rect>'
        f'<text x="{number * 60 + 30}" y="126" text-anchor="middle">{longest * (number + 1) / 12:.2f}</text>'
        for number, count in enumerate(steps)
    ]
    p50, p95 = seconds(outcomes, 50), seconds(outcomes, 95)
    said = "" if math.isnan(p50) else f"<p>Half within {p50:.2f} s, 95 % within {p95:.2f} s.</p>"
    return f'{said}<svg viewBox="0 0 724 132" role="img" aria-label="Seconds">{"".join(bars)}</svg>'


def _questions(outcomes: Sequence[QuestionOutcome]) -> str:
    head = "<tr><th>Question<th>Expected<th>Answer<th>Cited<th>Source found at<th>As expected</tr>"
    return f"<table>{head}{''.join(map(_question, outcomes))}</table>"


def _question(outcome: QuestionOutcome) -> str:
    expected, answer = outcome.expected, outcome.answer
    wanted = "declined" if expected.declined else " / ".join([*expected.words, *sorted(expected.sources)])
    said = "declined" if answer.abstained else "\n".join(statement.text for statement in answer.statements)
    cited = "\n".join(f"{citation.source}:{citation.first_line}" for citation in answer.citations)
    found = str(outcome.ranks[0]) if outcome.ranks else "–"
    cells = [expected.question, wanted, said, cited, found, "yes" if outcome.right else "no"]
    style = "" if outcome.right else ' class="wrong"'
    return f"<tr{style}>" + "".join(f'<td dir="auto">{_lines(cell)}</td>' for cell in cells) + "</tr>"


def _lines(text: str) -> str:
    return "<br>".join(map(escape, text.split("\n")))
