"""The figures of the product, each measured beside its floor in the same run: `python -m tests.bench [--quick]`."""
