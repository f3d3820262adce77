"""The verbs of mutual aid: plans, batches, rosters, fees, cover. The only writer of states."""
