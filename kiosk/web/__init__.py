"""The small kit that both servers stand on: sessions, CSRF, rate limits, server-sent events, pages."""
