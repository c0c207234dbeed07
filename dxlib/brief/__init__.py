"""What notebooks call: open a brief, take figures, say, chart and table them with their evidence."""
