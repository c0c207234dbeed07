"""Charts as figures of a page: what each reads from the shelf, its subtitle, its notes and its table."""
