"""The WRITE flow: from a file to a place in the index.

    file ──reader──▶ Article ──cleaning──▶ text ──passages──▶ Passage ──embedding──▶ vector ──store──▶ Chroma
      └─ a container (dump, mailbox, feed, archive): ──members──▶ one Article each, its source is `file#id`

Knows neither Telegram nor a language model; `bot` imports it, never the other way round.
"""

__version__ = "0.2.0"
"""Of Kilde as a whole; pyproject.toml reads it here."""
