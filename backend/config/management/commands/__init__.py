"""One module for each command; the name of the module is the name of the command."""
