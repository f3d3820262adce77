"""Rules of commissioned services: values in, verdict out. Pure."""
