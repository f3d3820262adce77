"""Django's own commands where this installation runs them otherwise."""
