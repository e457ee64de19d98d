"""Visibility: which chats see which folders of articles, and an answerer and a briefer for what each of them sees."""
