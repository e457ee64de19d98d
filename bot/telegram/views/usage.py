"""The page of /usage: what of the language model was used, in which time and for whom. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.llm.usage import MILLION, Prices
from bot.memory.model_use import Used
from bot.telegram.views.layout import Block, Line, Run
from bot.telegram.views.pagination import paginate
from bot.telegram.views.reply import Reply, prose
from bot.texts import Texts


@dataclass(frozen=True, slots=True)
class UsageReport:
    """What is shown.

    Attributes:
        model: As LLM_MODEL names it; "" where there is none.
        periods: What was used altogether; the keys are endings of `usage.…`, the longest period last.
        most: Names of people and groups with what was used for them in the longest period, most first.
        prices: By which it was counted.
    """

    model: str
    periods: Mapping[str, Used]
    most: Sequence[tuple[str, Used]]
    prices: Prices


def usage_page(report: UsageReport, texts: Texts) -> Reply:
    """Lay it out."""
    named = texts.text("usage.model", model=report.model) if report.model else texts.text("usage.no_model")
    blocks = [prose(named, texts)]
    blocks.append(
        Block(
            tuple(
                _line(texts.text(f"usage.{period}"), used, report.prices, texts)
                for period, used in report.periods.items()
            )
        )
    )
    if report.most:
        title = Line((Run(texts.text("usage.most"), "b"),), texts.direction)
        blocks.append(Block((title, *(_line(name, used, report.prices, texts) for name, used in report.most))))
    if report.model and not report.prices.known:
        blocks.append(prose(texts.text("usage.no_prices"), texts))
    return Reply(paginate(blocks))


def _line(name: str, used: Used, prices: Prices, texts: Texts) -> Line:
    figures = texts.text(
        "usage.guessed" if used.estimated else "usage.counted",
        calls=used.calls,
        tokens_in=used.tokens_in,
        tokens_out=used.tokens_out,
    )
    cost = f" · {texts.money(Decimal(used.cost) / MILLION, prices.currency)}" if prices.known else ""
    return Line((Run(name, isolated=True), Run(f": {figures}{cost}")), texts.direction)
