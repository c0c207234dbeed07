"""The data out again in others' formats, one file a format: catalogue and rows in, bytes out."""
