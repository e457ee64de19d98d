"""The WRITE flow: from a file to a place in the index.

    file ──reader──▶ Article ──cleaning──▶ text ──passages──▶ Passage ──embedding──▶ vector ──store──▶ Chroma

Knows neither Telegram nor a language model; `bot` imports it, never the other way round.
"""
