"""What may be published, how a text is read, when an item is due: values in, verdict out."""
