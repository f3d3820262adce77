"""The shared edge: permissions, roles, guards, scopes, and the one write path."""
