"""The only room that knows the kiosk's SQL: opening, migrations, journal, tickets, jobs, notes."""
