"""Models that Kilde trains itself, with their weights; knows nothing of files, the index or Telegram."""
