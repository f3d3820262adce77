"""What the public is told of a project: the same figures on the page, in the API and as data."""
