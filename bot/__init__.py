"""The two conversations with the index.

    ASK     question ──retriever──▶ passages ──answerer──▶ draft ──citing──▶ Answer ──formatting──▶ message
"""
