"""Atom (the master), RSS 2.0 and JSON Feed 1.1 from the same entries; values in, bytes out."""
