"""What goes in and what leaves the house, field by field."""
