"""The index: catalogue, vectors, lexicon, editions and locks. Knows no model, and nothing of reading or cleaning."""
