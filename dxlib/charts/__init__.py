"""Charts: each takes quantities, draws them with matplotlib and describes itself in sentences."""
