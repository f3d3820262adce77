"""Pages that are put together from several capabilities; they stand above services."""
