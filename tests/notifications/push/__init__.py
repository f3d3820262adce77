"""Push: lease, outcome, provider."""
