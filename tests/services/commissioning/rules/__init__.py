"""Rules of commissioned services."""
