"""Publishers' files fetched from where they stand, kept as vintages, and read."""
