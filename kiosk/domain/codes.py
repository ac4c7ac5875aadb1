"""One family of codes on every slip."""
