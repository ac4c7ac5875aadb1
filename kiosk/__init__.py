"""Pasti: an offline-first queue and triage kiosk that keeps what it prints."""

VERSION = "0.1.0"
"""Of the program, as in pyproject.toml: told to the hub, and what a pack may ask for."""
