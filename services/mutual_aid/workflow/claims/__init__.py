"""The verbs of a claim: what the claimant does, what reviewers do, what follows by itself."""
