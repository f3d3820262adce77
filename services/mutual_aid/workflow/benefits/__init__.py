"""The verbs of a benefit: what a claim creates, what the bank does with it, taking it back."""
