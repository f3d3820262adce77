"""Pages of commissioned services."""
