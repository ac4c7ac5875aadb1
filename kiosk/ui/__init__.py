"""Qt Widgets: theme, touch kit, stage, screens. Draws a view and forwards touches; decides nothing."""
