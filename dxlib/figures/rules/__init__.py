"""The rules: each module finds one kind of contradiction; its file name is its name."""
