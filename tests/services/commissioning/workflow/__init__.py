"""Verbs of commissioned services."""
