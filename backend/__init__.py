"""The building: kernel, shared ground, web shell, assembly."""
