"""The ASK flow, without Telegram.

    question ──retriever──▶ passages ──answerer──▶ draft ──citing──▶ Answer

Takes a Question and gives an Answer in which every statement carries a citation that stands in its file.
"""
