"""The look: page shells, components, tokens. Pages of a capability stand in the capability."""
