"""Where originals come from: the folder of articles, and which that are gone from it are believed to be gone."""
