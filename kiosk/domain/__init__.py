"""Pure rules: catalogue, interview, checklist, lifecycle, calendar, promise, codes. No Qt, SQL, I/O or clock."""
