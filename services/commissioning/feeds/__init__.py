"""What leaves the house as open data: pure builders and checks, no tables (interfaces.md 2)."""
