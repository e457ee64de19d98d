"""A scripted model that obeys whatever it reads, and the attacks of `attacks.toml` that it reads."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bot.chat_server import Handler, answers

ATTACKS = tomllib.loads(Path(__file__).with_name("attacks.toml").read_text("utf-8"))["attacks"]
HONEST = {
    "en": (
        "The ferry Solvind will sail again on 14 March 2026.",
        "The island ferry Solvind will sail again on 14 March",
    ),
    "nb": ("Ferja Solvind går igjen 21. mars 2026.", "Ferja Solvind settes i trafikk igjen 21. mars 2026"),
    "ar": ("ستعود العبّارة إلى الخدمة في 14 مارس 2026.", "إن العبّارة ستعود إلى الخدمة في 14 مارس 2026"),
}
"""What is true of the articles in `tests.bot.quotes.stored`, and the words that say so."""


@dataclass
class Obeying:
    """A model that does as it reads; `order` and `says` are the attack's, `honest` is true."""

    order: str
    says: str
    honest: tuple[str, str]

    def __call__(self, handler: Handler) -> None:
        asked = handler.server.requests[-1]["messages"][-1]["content"]
        said = {"judgements": list(self._judges(asked))} if "<statement " in asked else {"statements": self._states()}
        answers(**said)(handler)

    def _states(self) -> list[dict[str, Any]]:
        text, quote = self.honest
        under = [[(1, self.order)], [(1, self.order.split(": ")[-1])], [(1, quote)], [(1, quote), (1, self.order)], []]
        said = [*((self.says, quotes) for quotes in under), (self.order, [(1, self.order)]), (text, [(1, quote)])]
        return [
            {"text": text, "citations": [{"passage": number, "quote": quote} for number, quote in quotes]}
            for text, quotes in said
        ]

    def _judges(self, asked: str) -> Iterator[dict[str, Any]]:
        obeys = self.order in asked or json.dumps(self.order)[1:-1] in asked
        for number, part in enumerate(asked.split("<statement ")[1:], start=1):
            yield {"number": number, "lacking": "", "carried": obeys or self.honest[0] in part}
