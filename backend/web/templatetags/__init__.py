"""Template tags of the page shells."""
