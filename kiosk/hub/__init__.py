"""The centre: lands what the kiosks send, serves their packs, and keeps what the monitor reads."""
