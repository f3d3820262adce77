"""The demo world: fictitious people only."""
