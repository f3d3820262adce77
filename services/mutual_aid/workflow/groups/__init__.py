"""Standings in rate groups: recorded, confirmed, ended, and those of hardship files."""
