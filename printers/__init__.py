"""The device world: blocks, bytes, profiles, transports, driver, virtual printer. Knows nothing of queues or claims."""
