"""Commissioned services of the demo world, one file for each part of a project's way."""
