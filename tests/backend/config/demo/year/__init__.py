"""The simulated year."""
