"""What comes in and what goes out of hardship assistance, written by hand."""
