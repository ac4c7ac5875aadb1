"""One participant's visit from first touch to wipe: what is asked, shown and offered. No Qt."""
