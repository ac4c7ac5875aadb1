"""The kiosk's side of synchronisation: runs over HTTPS, the USB stick, joining, packs in force."""
