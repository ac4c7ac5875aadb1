"""`python -m kiosk` is the command `kiosk`."""

import sys

from kiosk.cli import main

if getattr(sys, "frozen", False) and {"--multiprocessing-fork", "-c"} & set(sys.argv):
    from multiprocessing import freeze_support

    freeze_support()  # a worker of the packaged hub: the program starts itself for it
main()
