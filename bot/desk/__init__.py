"""The editor's desk: an article that somebody sent, from a look at it to its file in the folder, and back.

    file, text, forward ──▶ draft folder ──reader process──▶ DraftReading ──neighbours──▶ what the preview shows
    Publish   claimed in the database ──▶ files: the article in, what it replaces out ──▶ ingestion ──▶ settled
    Undo      the same, the other way round                                             Withdraw   only out

A draft is a folder of one article, read exactly as an ingestion will read it. The folder of articles stays the truth:
nothing is indexed that is not in it. Every step may be done twice, so that a process killed between two of them goes on
from there. Knows neither Telegram nor the database.
"""
