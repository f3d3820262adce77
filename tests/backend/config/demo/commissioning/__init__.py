"""Commissioned services of the demo world."""
