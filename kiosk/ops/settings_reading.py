"""Reading one TOML file key by key, keeping every problem with its line instead of stopping at the first."""

import difflib
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kiosk.ops.toml_lines import KeyPath, line_of, locate

MAX_BYTES: Final = 256 * 1024
"""A settings file is a page or two; whatever is larger is not one."""

_KINDS: Final[Mapping[type, str]] = {
    str: 'teks dalam tanda kutip, misalnya "WIB"',
    int: "bilangan bulat, misalnya 12",
    float: "angka, misalnya 476.5",
    bool: "true atau false",
    list: "daftar dalam kurung siku",
    dict: "bagian dengan nama-nama di dalamnya",
}


@dataclass(frozen=True, slots=True)
class SettingsProblem:
    """One thing that is wrong, where it stands (line 0: not in a file), and what to do about it."""

    file: str
    line: int
    key: str
    sentence: str

    def __str__(self) -> str:
        place = self.file if self.line == 0 else f"{self.file} baris {self.line}"
        return f"{place}: {self.sentence}"


class SettingsError(Exception):
    """The settings cannot be used; every problem found is in it, in order of lines."""

    def __init__(self, problems: Collection[SettingsProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a setting in force comes from; `line` is None when it is in no file."""

    source: str
    line: int | None = None

    def __str__(self) -> str:
        return self.source if self.line is None else f"{self.source} baris {self.line}"


DEFAULT: Final = Origin("bawaan")
COMMAND_LINE: Final = Origin("baris perintah")


class Reading:
    """One file being read: its values, its lines, the problems and origins found on the way."""

    def __init__(
        self, file: str, values: dict[str, Any], lines: dict[KeyPath, int], overrides: Mapping[str, str]
    ) -> None:
        self.file = file
        self.overrides = overrides
        self.problems: list[SettingsProblem] = []
        self.origins: dict[str, tuple[object, Origin]] = {}
        self._lines = lines
        self.root = Section(self, (), values)

    def refuse(self, path: KeyPath, sentence: str) -> None:
        """Keep a problem at `path` (or at the nearest thing around it that is written down)."""
        self.problems.append(self.problem(path, sentence))

    def problem(self, path: KeyPath, sentence: str) -> SettingsProblem:
        """A problem at `path`, with its line."""
        if dotted(path) in self.overrides:
            return SettingsProblem(COMMAND_LINE.source, 0, dotted(path), sentence)
        return SettingsProblem(self.file, line_of(self._lines, path), dotted(path), sentence)

    def line(self, path: KeyPath) -> int:
        """The line of `path`, for a sentence that points at a second place."""
        return line_of(self._lines, path)

    def remember(self, path: KeyPath, value: object, origin: Origin | None = None) -> None:
        """Keep where a value in force came from, for `kiosk doctor`; the file when nothing else is said."""
        self.origins[dotted(path)] = (value, origin or Origin(self.file, self._lines.get(path)))


class Section:
    """One table of the file. What is asked for is known; what nobody asked for is refused at `close`."""

    def __init__(self, reading: Reading, path: KeyPath, values: dict[str, Any], *, absent: bool = False) -> None:
        """`absent`: the whole table is missing and that was said already; its keys are not missed one by one."""
        self.reading = reading
        self._absent = absent
        self.path = path
        self._values = values
        self._known: list[str] = []

    def text(self, name: str, default: str | None = None, *, longest: int = 120) -> str:
        """A text without control characters; required when there is no default."""
        value: str = self._get(name, str, default, "")
        if any(ord(char) < 32 or ord(char) == 127 for char in value):
            self.refuse(name, f'"{name}" memuat tanda kendali; tulis huruf biasa saja.')
        elif len(value) > longest:
            self.refuse(name, f'"{name}" terlalu panjang ({len(value)} huruf, paling banyak {longest}).')
        elif default is None and self._is(name, str) and not value.strip():
            self.refuse(name, f'"{name}" masih kosong.')
        return value

    def whole(self, name: str, default: int | None = None, *, least: int, most: int) -> int:
        """A whole number between two figures, both included."""
        value: int = self._get(name, int, default, least)
        self._within(name, value, least, most)
        return value

    def number(self, name: str, default: float | None = None, *, least: float, most: float) -> float:
        """A number between two figures, both included; nan and inf are none."""
        value = float(self._get(name, float, default, least))
        self._within(name, value, least, most)
        return value

    def flag(self, name: str, default: bool) -> bool:
        """true or false."""
        value: bool = self._get(name, bool, default, default)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, at least one."""
        members = self._get(name, list, None, [])
        for place, member in enumerate(members):
            if not isinstance(member, str) or not member:
                self.reading.refuse((*self.path, name, place), f'"{name}" hanya boleh berisi {_KINDS[str]}.')
        if self._is(name, list) and not members:
            self.refuse(name, f'"{name}" masih kosong.')
        return tuple(member for member in members if isinstance(member, str))

    def section(self, name: str, *, required: bool = True) -> "Section":
        """The table `name`; an absent one that is not required reads as empty."""
        default: dict[str, Any] | None = None if required else {}
        values = self._get(name, dict, default, {}, remember=False)
        return Section(self.reading, (*self.path, name), values, absent=required and not self._is(name, dict))

    def sections(self, name: str, *, required: bool = True) -> Iterator["Section"]:
        """Every `[[name]]` of an array of tables."""
        members = self._get(name, list, None if required else [], [], remember=False)
        for place, member in enumerate(members):
            path = (*self.path, name, place)
            if isinstance(member, dict):
                yield Section(self.reading, path, member)
            else:
                self.reading.refuse(path, f'"{name}" harus ditulis sebagai bagian [[{name}]].')

    def has(self, name: str) -> bool:
        """Whether somebody wrote `name` down."""
        return name in self._values

    def refuse(self, name: str, sentence: str) -> None:
        """Keep a problem with one key of this table."""
        self.reading.refuse((*self.path, name), sentence)

    def close(self) -> None:
        """Refuse every key nobody asked for, with the known name that is nearest."""
        for name in self._values:
            if name in self._known:
                continue
            near = difflib.get_close_matches(name, self._known, n=1)
            place = f"[{dotted(self.path)}]" if self.path else "berkas ini"
            hint = f' Mungkin maksudnya "{near[0]}".' if near else f" Yang dikenal: {', '.join(self._known)}."
            self.refuse(name, f'"{shown(name)}" tidak dikenal di {place}.{hint}')

    def _get(self, name: str, kind: type, default: Any, stand_in: Any, *, remember: bool = True) -> Any:
        self._known.append(name)
        path = (*self.path, name)
        if kind is str and dotted(path) in self.reading.overrides:
            self._values[name] = self.reading.overrides[dotted(path)]
            self.reading.remember(path, self._values[name], COMMAND_LINE)
            return self._values[name]
        if name not in self._values:
            if default is None:
                self._missing(name, kind)
                return stand_in
            if remember:
                self.reading.remember(path, default, DEFAULT)
            return default
        value = self._values[name]
        if not self._is(name, kind):
            self.refuse(name, f'"{name}" harus berupa {_KINDS[kind]}, bukan {_as_written(value)}.')
            return stand_in if default is None else default
        if remember:
            self.reading.remember(path, value)
        return value

    def _is(self, name: str, kind: type) -> bool:
        value = self._values.get(name)
        if isinstance(value, bool):
            return kind is bool
        return isinstance(value, (int, float) if kind is float else kind)

    def _missing(self, name: str, kind: type) -> None:
        if self._absent:
            return
        if kind in (dict, list) and not self.path:
            header = f"[{name}]" if kind is dict else f"[[{name}]]"
            self.refuse(name, f"Bagian {header} belum ada; tambahkan.")
        else:
            self.refuse(name, f'"{name}" belum ada di [{dotted(self.path)}]; isi dengan {_KINDS[kind]}.')

    def _within(self, name: str, value: float, least: float, most: float) -> None:
        if not least <= value <= most:  # also refuses nan
            self.refuse(name, f'"{name}" harus antara {least:g} dan {most:g}, bukan {shown(value)}.')


def read_toml(path: Path, overrides: Mapping[str, str]) -> Reading:
    """Open `path` as TOML. Raises SettingsError with one sentence when it cannot be read at all."""
    source = _source(path)
    try:
        return Reading(path.name, tomllib.loads(source), locate(source), overrides)
    except ValueError as error:  # TOMLDecodeError is one; a number of 5000 digits is another
        line, what = _syntax_problem(source, str(error))
        raise _unreadable(path, f"Penulisan TOML keliru di sini ({what}).", line) from error
    except RecursionError as error:
        raise _unreadable(path, "Kurung bersarang terlalu dalam; ini bukan berkas pengaturan.") from error


def dotted(path: KeyPath) -> str:
    """`lane[0].letter` for ("lane", 0, "letter")."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{shown(part)}" for part in path)
    return words.removeprefix(".")


def shown(value: object) -> str:
    """A value as a person may safely read it in one line of a terminal."""
    text = value if isinstance(value, str) else repr(value)
    clean = "".join(char if char.isprintable() else "?" for char in text)
    return clean if len(clean) <= 60 else f"{clean[:57]}..."


def _as_written(value: object) -> str:
    match value:
        case str():
            return f'"{shown(value)}"'
        case bool():
            return str(value).lower()
        case dict():
            return "bagian"
        case list():
            return "daftar"
        case _:
            return shown(value)


def _source(path: Path) -> str:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise _unreadable(path, "Ini folder, bukan berkas.")
        if not path.is_file():
            raise _unreadable(path, "Ini bukan berkas biasa.")
        if size > MAX_BYTES:
            raise _unreadable(path, f"Berkas terlalu besar ({size} byte); ini bukan berkas pengaturan.")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise _unreadable(path, f"Berkas tidak ditemukan: {path}") from error
    except PermissionError as error:
        raise _unreadable(path, f"Berkas tidak boleh dibaca oleh pengguna ini: {path}") from error
    except OSError as error:
        raise _unreadable(path, f"Berkas tidak dapat dibaca: {error.strerror or type(error).__name__}") from error
    try:
        return data.decode("utf-8-sig")  # Notepad writes a byte order mark; tomllib refuses it
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _unreadable(path, "Berkas ini bukan teks UTF-8.", line) from error


def _syntax_problem(source: str, message: str) -> tuple[int, str]:
    """Line and reason out of tomllib's 'Reason (at line 3, column 5)'."""
    reason, _, place = message.rpartition(" (at ")
    digits = place.removeprefix("line ").partition(",")[0]
    if digits.isdigit():
        return int(digits), reason
    return source.count("\n") + 1, reason or message


def _unreadable(path: Path, sentence: str, line: int = 1) -> SettingsError:
    return SettingsError([SettingsProblem(path.name, line, "", sentence)])
