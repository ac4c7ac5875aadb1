"""Who may do what: people, roles, secrets and the waits after wrong ones; storage is somebody else's."""
