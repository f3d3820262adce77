"""Reads that span models: plain dataclasses out."""
