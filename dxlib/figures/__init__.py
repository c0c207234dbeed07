"""Figures as they were known on a day: series and targets, what changed between two days, what contradicts what."""
