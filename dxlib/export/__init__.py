"""From an executed notebook to one HTML file, and from many files to their index."""
