"""House laws: what every room obeys, read from the source and from Django's own registry."""
