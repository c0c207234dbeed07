"""Slips of whoever wrote a ledger: cells that another cell, the register or other figures contradict."""
