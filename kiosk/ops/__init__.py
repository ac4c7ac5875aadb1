"""Running the machine: settings, logs, the owner's lock and socket, room on the disk."""
