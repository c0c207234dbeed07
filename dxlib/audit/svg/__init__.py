"""The drawings of a page, read and checked by the audit: every text, every mark, every line."""
