"""The pages of hardship assistance: the worker's under /me/, the officers' under /console/."""
