"""The hand-painted touch kit: one small control per file, each painted once and blitted after that."""
