"""Which command helps where the articles cannot."""

import pytest

from bot.questions.helps import help_for


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("Which newspapers do you read?", "sources"),
        ("Hva er kildene dine?", "sources"),
        ("Draw me a chart of it", "corpus"),
        ("Покажи статистику", "corpus"),
        ("أخبرني عندما يفتح الجسر", "subscribe"),
        ("Préviens-moi quand le pont ouvre", "subscribe"),
        ("Send me the news every morning", "subscribe"),
        ("Bytt språk, takk", "language"),
    ],
)
def test_a_command_is_named(text: str, command: str) -> None:
    assert help_for(text) == command


@pytest.mark.parametrize(
    "text", ["When did the bridge open?", "Wer leitet die Feuerwehr?", "Combien coûte le pont ?", ""]
)
def test_none_is_named_for_what_articles_may_tell(text: str) -> None:
    assert help_for(text) is None
