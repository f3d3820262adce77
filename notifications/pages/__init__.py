"""Pages of a member's messages."""
