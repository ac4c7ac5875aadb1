"""Nothing that names a person reaches the log, whichever way it is said."""

import json
import logging
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ops import logs
from kiosk.ops.redaction import HIDDEN, redact, redact_fields
from tests.clock import SimulatedClock

log = logging.getLogger("kiosk.test")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    logs.start_logging(tmp_path, SimulatedClock())
    yield tmp_path
    logs.stop_logging()


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / logs.LOG_NAME).read_text(encoding="utf-8").splitlines()]


separators = st.sampled_from(["", " ", "-", ".", ". ", " - ", "\u00a0", "\u200b", "/"])
around = st.text(st.characters(exclude_categories=["Cs", "N"]), max_size=12)


@st.composite
def grouped(draw: st.DrawFn, digits: str) -> str:
    return digits[0] + "".join(draw(separators) + digit for digit in digits[1:])


niks = st.from_regex(r"[1-9][0-9]{15}", fullmatch=True).flatmap(grouped)
phones = st.from_regex(r"(\+62|62|0)8[0-9]{8,10}", fullmatch=True)
grouped_phones = st.from_regex(r"(\+62 ?|0)8[0-9]{2}[-. ][0-9]{3,4}[-. ][0-9]{3,4}", fullmatch=True)


@given(around, st.one_of(niks, phones, grouped_phones), around)
def test_no_number_of_a_person_survives(before: str, number: str, after: str) -> None:
    told = redact(f"{before}|{number}|{after}")
    assert number not in told
    digits = "".join(char for char in number if char.isdigit())
    left = "".join(char for char in told if char.isdigit())
    assert len(left) <= 4, f"{left} of {digits} is left"


@given(
    st.recursive(
        st.one_of(niks, phones, st.integers(10**15, 10**16 - 1)),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "note"]), inner),
    )
)
def test_no_number_survives_in_fields_however_deep(value: Any) -> None:
    told = json.dumps(redact_fields({"value": value}))
    assert not any(len(run) > 4 for run in "".join(c if c.isdigit() else " " for c in told).split())


@pytest.mark.parametrize(
    "harmless",
    [
        "A 012", "pukul 07.42", "Selasa, 14 Januari 2025", "2025-01-14T07:42:10.123+00:00", "2025-01-14 07.42.10",
        "tcp://192.168.1.20:9100", "08.00-15.30", "job 4711", "kiosk.toml baris 12", "SQLITE_FULL",
    ],
)  # fmt: skip
def test_what_staff_need_stays_readable(harmless: str) -> None:
    assert redact(harmless) == harmless


def test_times_stay_and_personal_fields_go_whatever_they_hold() -> None:
    told = redact_fields({"at_ms": 1736816400000, "job": 12, "NIK": "x", "answers": {"age": "young"}, "name": "Siti"})
    assert told == {"at_ms": 1736816400000, "job": 12, "NIK": HIDDEN, "answers": HIDDEN, "name": HIDDEN}


def test_a_line_is_json_with_both_times_and_its_fields(folder: Path) -> None:
    log.info("printer-held for %s", "08123456789", extra={"fields": {"job": 3, "note": "nik 3604 1234 5678 9012"}})
    (line,) = lines(folder)
    assert line["event"] == f"printer-held for {HIDDEN}"
    assert line["fields"] == {"job": 3, "note": f"nik {HIDDEN}"}
    assert (line["at"], line["mono_ms"], line["level"]) == ("2025-01-14T01:00:00.000+00:00", 0, "info")
    assert stat.S_IMODE((folder / logs.LOG_NAME).stat().st_mode) == 0o600


def raise_with(words: str) -> None:
    raise ValueError(words)


def test_a_fault_is_logged_without_the_words_in_it(folder: Path) -> None:
    for words in ("SENTINEL-NIK", "3604123456789012"):
        try:
            raise_with(words)
        except ValueError:
            log.exception("screen-failed")
    text = (folder / logs.LOG_NAME).read_text()
    assert "SENTINEL" not in text
    assert "3604" not in text
    fault = lines(folder)[0]["fault"]
    assert fault["kind"] == "builtins.ValueError"
    assert fault["where"][-1].endswith("raise_with")


def test_the_machines_own_reason_is_kept(folder: Path) -> None:
    try:
        (folder / "08123456789-missing").read_text()
    except OSError:
        log.exception("lost")
    assert lines(folder)[0]["fault"]["reason"] == "No such file or directory"
    assert "0812" not in (folder / logs.LOG_NAME).read_text()


def test_uncaught_faults_of_any_thread_are_logged_without_words(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    thread = threading.Thread(target=raise_with, args=("SENTINEL-A",), name="press")
    thread.start()
    thread.join()
    try:
        raise_with("SENTINEL-B")
    except ValueError:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    first, second = lines(folder)
    assert (first["event"], first["fields"]) == ("thread-fault", {"thread": "press"})
    assert (second["event"], second["level"]) == ("fault", "critical")
    assert "SENTINEL" not in (folder / logs.LOG_NAME).read_text()
    assert "SENTINEL" not in "".join(capsys.readouterr())


def test_words_that_do_not_fit_their_arguments_do_not_leak_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = logging.LogRecord("kiosk", logging.INFO, __file__, 1, "job %d", ("SENTINEL",), None)
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logs._Handler):
            handler.handle(record)
    assert lines(folder)[0]["event"] == "job %d"
    assert "SENTINEL" not in "".join(capsys.readouterr())


def test_the_log_turns_over_and_keeps_ten_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (logs.FILES, logs.FILE_BYTES) == (10, 5 * 1024 * 1024)
    monkeypatch.setattr(logs, "FILE_BYTES", 2_000)
    logs.start_logging(tmp_path, SimulatedClock())
    for number in range(300):
        log.info("line %d", number)
    logs.stop_logging()
    files = sorted(tmp_path.iterdir())
    assert len(files) == 10
    assert all(file.stat().st_size <= 2_000 and stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    assert lines(tmp_path)[-1]["event"] == "line 299"


def test_a_disk_without_room_costs_the_line_not_the_kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / logs.LOG_NAME).symlink_to("/dev/full")
    logs.start_logging(tmp_path, SimulatedClock())
    log.info("SENTINEL")
    logs.stop_logging()
    assert "SENTINEL" not in "".join(capsys.readouterr())
