"""Life cycles of commissioned services. Pure."""
