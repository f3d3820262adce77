"""Tests of commissioned services over HTTP."""
