"""Other ways to make the same pages, written as somebody would who has only papermill and nbconvert."""
