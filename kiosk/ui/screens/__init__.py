"""What each screen shows, built from the View's words out of the kit."""
