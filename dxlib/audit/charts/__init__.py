"""The charts of a page, composed again by the audit: which figures, words and tables each must have."""
