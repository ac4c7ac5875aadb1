"""What travels and what is chained: event line, batch, receipt, pack, the one signed envelope; pure bytes, no I/O."""
