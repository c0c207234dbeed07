"""What `make soak` does for a set time: kills, attack strings, damaged and fuzzed files; nothing may be lost or run."""
