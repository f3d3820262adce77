"""Rules of hardship assistance: values in, verdict out. No ORM, no clock, no settings."""
