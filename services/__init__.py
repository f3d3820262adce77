"""The capabilities: services to workers, one package each."""
