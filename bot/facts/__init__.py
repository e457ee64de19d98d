"""What a text states, as values that compare across languages: numbers, dates, measures, names, places. Pure.

`contradictions` compares what two articles state. Knows nothing of questions, answers, Telegram or a language model.
"""
