"""Measures everything, prints one table, and writes it to docs/bench.md (not when --quick)."""

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

from tests.bench import device, hub, lobby, machine, papers, proof, rules, screen, sync, ticket
from tests.bench.figure import Effort, Figure, table
from tests.rules import ROOT

GROUPS: tuple[Callable[[Effort], list[Figure]], ...] = (
    ticket.figures,
    rules.figures,
    papers.figures,
    device.figures,
    proof.figures,
    screen.figures,
    lobby.figures,
    hub.figures,
    sync.figures,
)

HEAD = """# Figures

Written by `{command}` on {day}; each figure stands beside its floor, measured in the same run on the same machine.
{machine}

"""


def main() -> int:
    """Exit code 0 when measured; with --strict 1 when an aim was missed."""
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and docs/bench.md is left alone")
    parser.add_argument("--long", action="store_true", help="all 2,000 visits, however long they take")
    parser.add_argument("--strict", action="store_true", help="exit 1 when an aim is missed")
    options = parser.parse_args()
    effort = Effort.QUICK if options.quick else Effort.LONG if options.long else Effort.USUAL
    began = time.perf_counter()
    figures: list[Figure] = []
    for group in GROUPS:
        figures += group(effort)
        print(
            f"bench: {group.__module__.rpartition('.')[2]} after {time.perf_counter() - began:.0f} s", file=sys.stderr
        )
    command = "python -m tests.bench --long" if options.long else "make bench"
    report = HEAD.format(command=command, day=f"{datetime.now(UTC):%Y-%m-%d}", machine=machine.description())
    report += table(figures) + "\n"
    print("\n" + report)
    if not options.quick:
        (ROOT / "docs/bench.md").write_text(report, encoding="utf-8")
    return 1 if options.strict and not all(figure.met for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
