"""Pasti: an offline-first queue and triage kiosk that keeps what it prints."""
