"""The mutual-aid plans of the demo federation."""
