"""A settings file is read whole or refused with every problem, its line, and a sentence a person can act on."""

import os
from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.domain.branch import Zone
from kiosk.domain.catalogue import parse_catalogue
from kiosk.ops.assets import read_catalogue
from kiosk.ops.settings import SettingsError, SettingsProblem, explain, load_settings
from printers.profiles import names
from printers.transport import check_url

SAMPLE = Path(__file__).parents[2] / "kiosk.toml"
SERVICES = [need.service for need in parse_catalogue(read_catalogue()).needs]
"""What the catalogue of this program sends people to."""
Change = Callable[[str, str], list[SettingsProblem]]


@pytest.fixture
def changed(tmp_path: Path) -> Change:
    """Replace one piece of the sample; the problems that follow."""

    def change(old: str, new: str) -> list[SettingsProblem]:
        source = SAMPLE.read_text(encoding="utf-8")
        assert source.count(old) >= 1, f"{old!r} is not in the sample"
        return problems_of(tmp_path, source.replace(old, new, 1))

    return change


def problems_of(folder: Path, source: str | bytes, **checks: object) -> list[SettingsProblem]:
    file = folder / "kiosk.toml"
    file.write_bytes(source if isinstance(source, bytes) else source.encode())
    with pytest.raises(SettingsError) as caught:
        load_settings(file, **checks)  # type: ignore[arg-type]
    for problem in caught.value.problems:
        assert problem.sentence.endswith("."), problem
        assert f"baris {problem.line}: " in str(problem)
    return list(caught.value.problems)


def line_in_sample(words: str) -> int:
    return next(
        number for number, line in enumerate(SAMPLE.read_text(encoding="utf-8").splitlines(), 1) if words in line
    )


def test_the_sample_is_a_branch_that_can_open_tomorrow() -> None:
    found = load_settings(SAMPLE, services=SERVICES)
    assert found.branch.zone is Zone.WIB
    assert found.branch.lane_of("jkm").letter == "A"
    assert found.branch.hours.by_weekday[0] == (time(8), time(15, 30))
    assert found.branch.hours.by_weekday[6] is None
    assert (found.branch.digits.first, found.branch.digits.last) == (1, 999)
    assert found.panel.height_mm == 476
    assert found.data_dir == SAMPLE.parent / "data"
    assert found.idle.sheet_s >= 20
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('zone = "WIB"', 'zone = "WITTA"', 'zone = "WIB"', "WIB, WITA atau WIT"),
        ('zone = "WIB"', "zone = 7", 'zone = "WIB"', "teks dalam tanda kutip"),
        ('id = "serang"', 'id = "Kantor Serang"', 'id = "serang"', "huruf kecil"),
        ('phone = "175"', 'telp = "175"', 'phone = "175"', '"telp" tidak dikenal'),
        ("first_number = 1\n", "frist_number = 1\n", "first_number = 1", 'Mungkin maksudnya "first_number"'),
        ("last_number = 999\n", "last_number = 0\n", "last_number = 999", "antara 1 dan 999"),
        ("first_number = 1\n", "first_number = true\n", "first_number = 1", "bilangan bulat"),
        ("first_number = 1\n", 'first_number = "1"\n', "first_number = 1", "bilangan bulat"),
        ('letter = "B"', 'letter = "A"', 'letter = "B"', 'Huruf "A" sudah dipakai di baris'),
        ('letter = "B"', 'letter = "b"', 'letter = "B"', "satu huruf besar"),
        ('"data", "kartu"', '"data", "jht"', '"kartu"', 'Layanan "jht" sudah ada di baris'),
        ('services = ["daftar", "iuran"]', "services = []", '"daftar"', "masih kosong"),
        ('services = ["daftar", "iuran"]', 'services = ["daftar", 3]', '"daftar"', "hanya boleh berisi"),
        ('monday = "08.00-15.30"', 'monday = "15.30-08.00"', "monday", "sesudah jam buka"),
        ('monday = "08.00-15.30"', 'monday = "8 pagi"', "monday", 'seperti "08.00-15.30"'),
        ('numbers_from = "07.00"', 'numbers_from = "16.00"', "numbers_from", "tidak boleh sesudah jam tutup"),
        ('numbers_from = "07.00"', 'numbers_from = "25.00"', "numbers_from", 'seperti "07.00"'),
        ("width_mm = 268", "width_mm = 26.8", "width_mm", "antara 150 dan 2500"),
        ("width_mm = 268", "width_mm = nan", "width_mm", "antara 150 dan 2500"),
        ("height_mm = 476", "height_mm = inf", "height_mm", "antara 150 dan 2500"),
        ("bottom_mm = 800", "bottom_mm = -1", "bottom_mm", "antara 0 dan 1500"),
        ('url = "virtual:"', 'url = "usb:04b8"', 'url = "virtual:"', "diawali virtual:"),
        ('url = "virtual:"', 'url = "tcp://host"', 'url = "virtual:"', "tcp://192.168.1.20:9100"),
        ('url = "virtual:"', 'url = "tcp://h:99999"', 'url = "virtual:"', "tcp://192.168.1.20:9100"),
        ('url = "virtual:"', 'url = "file:lp0"', 'url = "virtual:"', "jalur penuh"),
        ('url = "virtual:"', 'url = "file://host/lp0"', 'url = "virtual:"', "jalur penuh"),
        ('url = "virtual:"', 'url = "virtual:x"', 'url = "virtual:"', "diawali virtual:"),
        ('url = "virtual:"', 'url = "usblp:lp0"', 'url = "virtual:"', "usblp:///dev/usb/lp0"),
        ('url = "virtual:"', 'url = "serial:ttyUSB0"', 'url = "virtual:"', "serial:///dev/ttyUSB0?baud=19200"),
        (
            'url = "virtual:"',
            'url = "serial:///dev/ttyS0?bits=7"',
            'url = "virtual:"',
            "mengenal baud, flow",
        ),
        ('url = "virtual:"', 'url = "serial:///dev/ttyS0?baud=1"', 'url = "virtual:"', "salah satu dari 1200"),
        ("print_failed_s = 120", "print_failed_s = 30", "print_failed_s", "antara 90 dan 600"),
        ("sheet_s = 20", "sheet_s = 5", "sheet_s", "antara 20 dan 120"),
        ('name = "Klaim"', 'name = "\\u001b[2J"', 'name = "Klaim"', "tanda kendali"),
        ('name = "Klaim"', f'name = "{"x" * 41}"', 'name = "Klaim"', "terlalu panjang"),
        ('name = "Klaim"', 'name = " "', 'name = "Klaim"', "masih kosong"),
        ("[screen]", "[layar]", "[screen]", '"layar" tidak dikenal'),
    ],
)
def test_each_wrong_setting_is_refused_on_its_line(changed: Change, old: str, new: str, line: str, says: str) -> None:
    problems = changed(old, new)
    at_line = [problem.sentence for problem in problems if problem.line == line_in_sample(line)]
    assert any(says in sentence for sentence in at_line), problems


def test_all_problems_are_told_at_once(changed: Change) -> None:
    problems = changed('zone = "WIB"', 'zone = "X"\nextra = 1')
    assert {problem.key for problem in problems} >= {"branch.zone", "branch.extra"}
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_a_missing_part_is_missed_once_not_key_by_key(changed: Change) -> None:
    assert [problem.sentence for problem in changed("[printer]", "[pritner]")] == [
        "Bagian [printer] belum ada; tambahkan.",
        '"pritner" tidak dikenal di berkas ini. Mungkin maksudnya "printer".',
    ]


@pytest.mark.parametrize(("value", "told"), [('"12"', '"12"'), ("true", "true"), ("[1]", "daftar"), ("{}", "bagian")])
def test_a_wrong_type_is_told_as_it_was_written(changed: Change, value: str, told: str) -> None:
    (problem,) = changed("width_mm = 268", f"width_mm = {value}")
    assert problem.sentence.endswith(f"bukan {told}.")


def test_a_backward_range_is_refused(changed: Change) -> None:
    problems = changed("first_number = 1\nlast_number = 999", "first_number = 500\nlast_number = 499")
    assert [problem.key for problem in problems] == ["kiosk.last_number"]


@pytest.mark.parametrize(("first", "last"), [(1, 1), (999, 999), (400, 600), (1, 999)])
def test_two_kiosks_with_a_number_in_common_are_refused(tmp_path: Path, first: int, last: int) -> None:
    other = f'\n[[other_kiosk]]\nid = "serang-2"\nfirst_number = {first}\nlast_number = {last}\n'
    problems = problems_of(tmp_path, SAMPLE.read_text(encoding="utf-8") + other)
    assert [problem.key for problem in problems] == ["other_kiosk[0].first_number"]
    assert "dua orang bisa memegang nomor yang sama" in problems[0].sentence


def test_two_kiosks_side_by_side_are_fine(tmp_path: Path) -> None:
    source = SAMPLE.read_text(encoding="utf-8").replace("last_number = 999\ndata", "last_number = 499\ndata")
    file = tmp_path / "kiosk.toml"
    file.write_text(f'{source}\n[[other_kiosk]]\nid = "serang-2"\nfirst_number = 501\nlast_number = 999\n')
    assert load_settings(file).branch.digits.last == 499


def test_a_service_without_a_lane_and_a_lane_with_an_unknown_service_are_refused(tmp_path: Path) -> None:
    source = SAMPLE.read_text(encoding="utf-8").replace('"kartu"', '"kartuu"')
    problems = problems_of(tmp_path, source, services=SERVICES)
    assert len(problems) == 2
    assert 'Layanan "kartu" belum masuk' in problems[0].sentence
    assert 'Mungkin maksudnya "kartu"' in problems[1].sentence
    assert problems[1].line == line_in_sample('"kartu"')


def test_a_lane_that_would_tell_of_a_death_is_allowed_but_warned_of(tmp_path: Path) -> None:
    source = SAMPLE.read_text(encoding="utf-8").replace('"jkm", ', "")
    file = tmp_path / "kiosk.toml"
    file.write_text(f'{source}\n[[lane]]\nletter = "D"\nname = "Santunan"\nservices = ["jkm"]\n')
    (warning,) = load_settings(file, services=SERVICES).warnings
    assert "musibah" in warning.sentence
    assert warning.key == "lane[3]"


def test_an_unknown_printer_profile_is_refused_with_those_there_are(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, SAMPLE.read_text(encoding="utf-8"), profiles=["58mm", "a4"])
    assert problems[0].line == line_in_sample("profile =")
    assert "58mm, a4" in problems[0].sentence


def test_every_url_the_settings_take_leads_to_a_transport(tmp_path: Path) -> None:
    hosts = ["", "//h:9100", "//h", "//u@h:1", "//h:0", "//h:9100/", "//h:9100/x", "//[::1]:9100", "//[:9100"]
    tails = [*hosts, "/dev/usb/lp0", "///dev/usb/lp0", "/dir/", "lp0", "//host/x", "/x?y", "/x#y", "x", "faults"]
    tails += [
        "/x?baud=9600",
        "///x?baud=9600&flow=none",
        "/x?baud=",
        "/x?baud=9600&baud=9600",
        "/x?",
        "/x?&",
        "/x?flow",
    ]
    taken = []
    for url in (
        f"{scheme}:{tail}" for scheme in ("virtual", "tcp", "file", "usb", "usblp", "serial") for tail in tails
    ):
        try:
            load_settings(SAMPLE, overrides={"printer.url": url})
        except SettingsError:
            continue
        check_url(url)
        taken.append(url)
    assert {"virtual:", "tcp://h:9100", "tcp://[::1]:9100", "file:/dev/usb/lp0"} <= set(taken)
    assert {"usblp:///dev/usb/lp0", "serial:/x?baud=9600", "serial:///x?baud=9600&flow=none"} <= set(taken)


def test_the_samples_profile_is_one_of_the_printers() -> None:
    assert load_settings(SAMPLE, profiles=names()).printer.profile == "epson-80"


def test_a_branch_that_never_opens_is_refused(tmp_path: Path) -> None:
    source = SAMPLE.read_text(encoding="utf-8").replace('"08.00-15.30"', '"tutup"')
    assert "Tidak ada hari buka" in problems_of(tmp_path, source)[0].sentence


def test_the_command_line_wins_and_is_named_as_the_origin() -> None:
    found = load_settings(SAMPLE, overrides={"printer.url": "tcp://127.0.0.1:9100"})
    assert found.printer.url == "tcp://127.0.0.1:9100"
    assert ("printer.url", "tcp://127.0.0.1:9100", "baris perintah") in explain(found)


def test_a_wrong_or_unknown_setting_on_the_command_line_is_refused_as_such() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(SAMPLE, overrides={"printer.url": "lpt1", "printer.ulr": "x"})
    assert str(caught.value).startswith("baris perintah: ")
    assert len(caught.value.problems) == 2


def test_every_setting_in_force_has_an_origin(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    source = SAMPLE.read_text(encoding="utf-8")
    file.write_text(source[: source.index("[idle]")], encoding="utf-8")
    told = {key: (value, origin) for key, value, origin in explain(load_settings(file))}
    second = line_in_sample('letter = "B"')
    assert told["idle.list_s"] == ("90", "bawaan")
    assert told["branch.zone"] == ("WIB", f"kiosk.toml baris {line_in_sample('zone =')}")
    assert told["lane[1].letter"] == ("B", f"kiosk.toml baris {second}")
    assert told["lane[2].services"][0] == "daftar, iuran"


@pytest.mark.parametrize(
    ("data", "line", "says"),
    [
        (b"", 1, "Bagian [branch] belum ada"),
        (b"# nothing\n", 1, "belum ada"),
        (b"a = 1\nb = = 2\n", 2, "TOML"),
        (b"a = 1\na = 2\n", 2, "TOML"),
        (b'a = "unfinished', 1, "TOML"),
        (b"\n\n\xff\xfe\x00", 3, "bukan teks UTF-8"),
        (b"\x00\x01\x02", 1, "TOML"),
        (b"x = " + b"[" * 20_000, 1, "terlalu dalam"),
        (b"x = " + b"9" * 5_000, 1, "TOML"),
        (b"#" * 300_000, 1, "terlalu besar"),
        (b"branch = 3\nlane = {}\n", 1, '"branch" harus berupa bagian'),
        (b"lane = [1, 2]\n", 1, "[[lane]]"),
    ],
)
def test_a_hostile_file_is_refused_with_a_sentence(tmp_path: Path, data: bytes, line: int, says: str) -> None:
    problems = problems_of(tmp_path, data)
    assert any(says in problem.sentence and problem.line == line for problem in problems), problems


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SAMPLE.read_bytes())
    assert load_settings(file).branch.branch_id == "serang"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.toml", tmp_path, Path("/dev/zero")):
        with pytest.raises(SettingsError):
            load_settings(path)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)  # opening it would wait for ever
    with pytest.raises(SettingsError):
        load_settings(pipe)


def test_an_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text("")

    def forbidden(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", forbidden)  # root may read everything, so a mode would prove nothing
    with pytest.raises(SettingsError, match="tidak boleh dibaca"):
        load_settings(file)


junk = st.recursive(
    st.sampled_from(['"x"', "1", "true", "nan", '""', "2020-01-01", "[]", "{}"]),
    lambda inner: st.lists(inner, max_size=3).map(lambda found: f"[{', '.join(found)}]"),
    max_leaves=4,
)
LINES = [line for line in SAMPLE.read_text(encoding="utf-8").splitlines() if "=" in line and not line.startswith("#")]


@given(st.sampled_from(LINES), junk)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_any_value_anywhere_is_taken_or_refused_but_never_crashes(tmp_path: Path, line: str, value: str) -> None:
    name = line.partition("=")[0]
    file = tmp_path / "kiosk.toml"
    file.write_text(SAMPLE.read_text(encoding="utf-8").replace(line, f"{name}= {value}"), encoding="utf-8")
    try:
        found = load_settings(file, services=SERVICES)
    except SettingsError as refused:
        problems: tuple[object, ...] = refused.problems
    else:
        problems = found.origins
    assert problems


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_refused_with_a_line(tmp_path: Path, data: bytes) -> None:
    assert all(problem.line >= 1 for problem in problems_of(tmp_path, data))
