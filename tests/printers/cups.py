"""Stand-ins for CUPS's programs of the same names, in a folder of their own."""

from pathlib import Path

import pytest

LP = """
number=$(( $(cat "{folder}/last") + 1 ))
echo $number > "{folder}/last"
cat > "{folder}/page-$number.pdf"
echo "$@" > "{folder}/lp.told"
echo "office-$number" >> "{folder}/queue"
echo "request id is office-$number (1 file(s))"
"""
LPSTAT = """
case "$*" in
  "-l -p office") cat "{folder}/printer" ;;
  "-a office") cat "{folder}/accepting" ;;
  "-W not-completed -o office")
    cat "{folder}/queue"
    if [ -e "{folder}/prints" ]; then "{folder}/end" "$(cat "{folder}/prints")"; fi ;;
  "-l -W completed -o office") cat "{folder}/history" ;;
  *) echo "lpstat: not understood: $*" >&2; exit 1 ;;
esac
"""
END = """
while read job; do
  printf '%s kiosk 1024 Mon\\n\\tStatus: x\\n\\tAlerts: %s\\n\\tqueued for office\\n' "$job" "$1" >> "{folder}/history"
done < "{folder}/queue"
: > "{folder}/queue"
"""
CANCEL = """
echo "$*" >> "{folder}/cancelled"
if [ "$1" != -u ] && ! grep -q "$1" "{folder}/queue"; then
  echo "cancel: cancel-job failed: Job is already completed - can't cancel." >&2; exit 1
fi
"{folder}/end" job-canceled-by-user
"""
IDLE = "printer office is idle.  enabled since Mon\n\tDescription: x\n\tAlerts: {alerts}\n"
OUT = "job-completed-successfully"


class Cups:
    """One queue, `office`, whose printer prints what it is given the next time somebody looks; job 12 comes first."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        for name, script in (("lp", LP), ("lpstat", LPSTAT), ("cancel", CANCEL), ("end", END)):
            self.program(name, script.format(folder=folder))
        (folder / "last").write_text("11")
        (folder / "accepting").write_text("office accepting requests since Mon\n")
        (folder / "queue").write_text("office-7\n")  # an earlier run's
        (folder / "history").write_text(f"office-1 kiosk 1024 Mon\n\tAlerts: {OUT}\n\tqueued for office\n")
        self.prints(OUT)
        self.alerts("none")
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    def program(self, name: str, script: str) -> None:
        """Another program in the place of that name."""
        (self.folder / name).write_text(f"#!/bin/sh\n{script}")
        (self.folder / name).chmod(0o755)

    def alerts(self, reasons: str) -> None:
        """What the printer says of itself."""
        (self.folder / "printer").write_text(IDLE.format(alerts=reasons))

    def prints(self, reason: str | None) -> None:
        """How each page ends, by its job-state-reason; None: it waits."""
        if reason is None:
            (self.folder / "prints").unlink()
        else:
            (self.folder / "prints").write_text(reason)

    def given(self) -> list[bytes]:
        """Every page handed over, in order."""
        return [file.read_bytes() for file in sorted(self.folder.glob("page-*.pdf"))]

    def came_out(self) -> list[str]:
        """The jobs that are on paper, but for the earlier run's."""
        lines = (self.folder / "history").read_text().splitlines()
        jobs = [line.split()[0] for line in lines if line.startswith("office-")]
        told = [line.split()[1] for line in lines if "Alerts:" in line]
        return [job for job, reason in zip(jobs, told, strict=True) if reason == OUT and job != "office-1"]

    def waiting(self) -> list[str]:
        """What is in the queue now."""
        return (self.folder / "queue").read_text().split()

    def cancelled(self) -> list[str]:
        """What was taken back, in the words it was asked for."""
        told = self.folder / "cancelled"
        return told.read_text().splitlines() if told.exists() else []
