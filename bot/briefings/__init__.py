"""What is new, story by story: which briefing is due, and what stands in it.

Knows nothing of Telegram or the database.
"""
