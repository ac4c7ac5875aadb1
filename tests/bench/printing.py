"""A printer on a port of this machine, in a process of its own so that its memory is not the kiosk's."""

import sys

from printers.profiles import profile
from printers.virtual import VirtualPrinter
from printers.virtual_tcp import serve_tcp

if __name__ == "__main__":
    with serve_tcp(VirtualPrinter(profile(sys.argv[1]))) as server:
        print(server.port, flush=True)
        sys.stdin.read()  # until whoever started it lets go
