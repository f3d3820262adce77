"""Tests of commissioned services."""
