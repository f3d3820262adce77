"""Reads of mutual aid: covers, work lists, batches, rosters, plans in plain words, packs."""
