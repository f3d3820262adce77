"""Plain Python under everything: money, time, states, errors, identifiers, sealing."""
