"""One project of each kind carried from its need to the archive, over the API alone."""
