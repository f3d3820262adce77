"""The pages of open union affairs: the public board and the editors' desk."""
