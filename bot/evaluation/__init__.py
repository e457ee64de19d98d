"""Evaluation: how good the answers to a file of questions are, with intervals.

    file ──questions──▶ ExpectedAnswers ──running──▶ Outcomes ──measures──▶ Measures

Asks answerers and judges answers; knows nothing of Telegram, and no answer knows of it.
"""
