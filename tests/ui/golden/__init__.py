"""Small pictures of a few screens for review; compared by structure. Refresh: `python -m tests.ui.golden`."""
