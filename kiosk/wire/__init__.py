"""What travels and what is chained, as pure bytes: event lines and their hashes."""
