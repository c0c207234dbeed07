"""Claims, and the format in which a page carries them: all that the writer of pages and their audit share."""
