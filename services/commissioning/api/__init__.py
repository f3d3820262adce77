"""Routes of commissioned services."""
