"""What comes in and goes out over the API, field by field; one file for each part."""
