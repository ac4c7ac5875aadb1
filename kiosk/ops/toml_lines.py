"""On which line each key of a TOML file stands: tomllib does not tell, and a person must be told."""

import re
from collections.abc import Iterator

KeyPath = tuple[str | int, ...]
"""`("lane", 0, "letter")`: names of tables and keys, places in arrays."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\r\n#]+")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_SHORT = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}


def locate(source: str) -> dict[KeyPath, int]:
    """Line (from 1) of every table, key and array member of `source`, which tomllib must have accepted.

    A table made only by a longer name (`[a.b]` makes `a`) stands where it is first named.
    """
    return _Locator(source.replace("\r\n", "\n")).run()


def line_of(lines: dict[KeyPath, int], path: KeyPath) -> int:
    """The line of `path`, or of the nearest thing around it that has one; 1 when nothing has."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1


class _Locator:
    """One pass over a valid document; it reads just enough of each value to find its end."""

    def __init__(self, source: str) -> None:
        self._text = source
        self._at = 0
        self._line = 1
        self._found: dict[KeyPath, int] = {}
        self._members: dict[KeyPath, int] = {}

    def run(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        self._skip_blank()
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._key_value(table)
            self._skip_blank()
        return self._found

    def _header(self) -> KeyPath:
        many = self._text.startswith("[[", self._at)
        self._advance(2 if many else 1)
        names = list(self._key())
        self._skip_spaces()
        self._advance(2 if many else 1)
        path: KeyPath = ()
        for place, name in enumerate(names):
            path = (*path, name)
            self._note(path)
            last = place == len(names) - 1
            if last and many:
                self._members[path] = self._members.get(path, 0) + 1
            if path in self._members:
                path = (*path, self._members[path] - 1)
                self._note(path)
        return path

    def _key_value(self, table: KeyPath) -> None:
        path = table
        for name in self._key():
            path = (*path, name)
            self._note(path)
        self._skip_spaces()
        self._advance(1)  # the equals sign
        self._skip_spaces()
        self._value(path)

    def _key(self) -> Iterator[str]:
        while True:
            self._skip_spaces()
            yield self._name()
            self._skip_spaces()
            if not self._text.startswith(".", self._at):
                return
            self._advance(1)

    def _name(self) -> str:
        if self._text[self._at] in "\"'":
            return self._string()
        match = _BARE.match(self._text, self._at)
        if match is None:
            raise ValueError(f"line {self._line}: not TOML")
        self._advance(len(match.group()))
        return match.group()

    def _value(self, path: KeyPath) -> None:
        first = self._text[self._at]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline_table(path)
        elif first in "\"'":
            self._string()
        else:
            match = _SCALAR.match(self._text, self._at)
            self._advance(len(match.group()) if match else 1)

    def _array(self, path: KeyPath) -> None:
        self._advance(1)
        place = 0
        while True:
            self._skip_blank()
            if self._text[self._at] == "]":
                self._advance(1)
                return
            if self._text[self._at] == ",":
                self._advance(1)
                continue
            self._note((*path, place))
            self._value((*path, place))
            place += 1

    def _inline_table(self, path: KeyPath) -> None:
        self._advance(1)
        while True:
            self._skip_blank()
            if self._text[self._at] == "}":
                self._advance(1)
                return
            if self._text[self._at] == ",":
                self._advance(1)
                continue
            self._key_value(path)

    def _string(self) -> str:
        quote = self._text[self._at]
        fence = quote * 3 if self._text.startswith(quote * 3, self._at) else quote
        start = self._at + len(fence)
        end = self._end_of_string(start, fence)
        body = self._text[start:end]
        self._advance(end + len(fence) - self._at)
        return body if quote == "'" else _ESCAPE.sub(_unescaped, body)

    def _end_of_string(self, start: int, fence: str) -> int:
        at = start
        while not self._text.startswith(fence, at):
            if at >= len(self._text):
                raise ValueError(f"line {self._line}: a string has no end")
            at += 2 if fence[0] == '"' and self._text[at] == "\\" else 1
        if len(fence) == 3:
            for _ in range(2):  # up to two quotation marks may stand before the closing three
                if self._text.startswith(fence[0], at + 3):
                    at += 1
        return at

    def _note(self, path: KeyPath) -> None:
        self._found.setdefault(path, self._line)

    def _skip_spaces(self) -> None:
        while self._text[self._at : self._at + 1] in {" ", "\t"}:
            self._at += 1

    def _skip_blank(self) -> None:
        while self._at < len(self._text):
            char = self._text[self._at]
            if char == "#":
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            elif char in " \t\r\n":
                self._advance(1)
            else:
                return

    def _advance(self, count: int) -> None:
        self._line += self._text.count("\n", self._at, self._at + count)
        self._at += count


def _unescaped(match: re.Match[str]) -> str:
    code = match.group(1)
    if code[0] in "uU" and len(code) > 1:
        return chr(int(code[1:], 16))
    return _SHORT.get(code, "")
