"""Tests of the pages of commissioned services."""
