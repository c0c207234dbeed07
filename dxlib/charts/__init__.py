"""Charts: each takes quantities, draws them on a canvas and describes itself in sentences."""
