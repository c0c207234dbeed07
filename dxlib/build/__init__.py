"""From declarations to pages: what is built, in which order, and what became of it."""
