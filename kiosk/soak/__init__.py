"""A printer put to the test: many real tickets through the real press, in bad weather, judged by the paper alone."""
