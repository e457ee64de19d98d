"""The two conversations with the index.

    ASK     question ──retriever──▶ passages ──answerer──▶ draft ──citing──▶ Answer ──formatting──▶ message

`answers` and `chat` carry it out; `preview` stands in for Telegram, `terminal` needs none.
"""
