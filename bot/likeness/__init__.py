"""Likeness of whole articles: one vector for each, which say the same, and which are about a subject."""
