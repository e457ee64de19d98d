"""What a question asks for besides its words: conditions, and questions about the articles themselves. Pure.

    text ──words──▶ tokens ──days, names──▶ Conditions, and the text without them ──kinds──▶ a QuestionKind, its subject

Knows no index: what an index can name is handed in. Words of nine languages stand in `phrases.toml` and
`question_kinds.toml`.
"""
