"""What travels and what is chained: event line, hash chain and the catalogue of events; pure bytes, no I/O."""
