"""Beginning a project, and one thing in it: what ``dxlib init`` and ``dxlib new`` write."""
