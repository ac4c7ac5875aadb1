"""What a paper says: ticket and checklist as blocks for the roll, checklist as A4."""
