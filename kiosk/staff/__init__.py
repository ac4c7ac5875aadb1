"""What staff do at the kiosk itself: changing the paper, printing what waited, seeing how long a roll lasts."""
