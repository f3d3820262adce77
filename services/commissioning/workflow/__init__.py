"""The verbs: one function for each act; the only writer of state and money."""
