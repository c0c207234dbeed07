"""What an analyst asks in a notebook: search, tables and figures, without a brief."""
