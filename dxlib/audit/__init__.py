"""The audit: every figure of a page derived again from clean data, by code that wrote no page."""
