"""Pages of mutual aid: a member's cover; the officers' batches, rosters and plans."""
