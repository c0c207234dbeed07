"""What is known: schema, catalogue, areas, sources, ledgers, clean CSVs and observations."""
