"""Changes single values in the settings file and leaves everything else in it, comments too, as somebody wrote it."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from kiosk.ops.toml_lines import locate

_VALUE = re.compile(r"""^(\s*[A-Za-z0-9_-]+\s*=\s*)("[^"]*"|'[^']*')(.*)$""")


class CannotWriteError(Exception):
    """The file was left as it is; the sentence says why."""


def with_texts(source: str, section: str, values: Mapping[str, str]) -> str:
    """`source`, valid TOML, in which `section` has these text values. Raises CannotWriteError."""
    lines = source.splitlines()
    for name, value in values.items():
        places = locate("\n".join(lines) + "\n")
        at = places.get((section, name))
        written = json.dumps(value, ensure_ascii=False)
        if at is not None:
            match = _VALUE.match(lines[at - 1])
            if match is None:
                raise CannotWriteError(f'baris {at}: "{name}" tidak ditulis pada satu baris sendiri')
            lines[at - 1] = f"{match[1]}{written}{match[3]}"
        elif (section,) in places:
            lines.insert(places[section,], f"{name} = {written}")
        else:
            lines += ["", f"[{section}]", f"{name} = {written}"]
    return "\n".join(lines) + "\n"


def change_file(path: Path, section: str, values: Mapping[str, str]) -> None:
    """Write them into the settings file, whole or not at all. Raises CannotWriteError."""
    fresh = path.with_name(path.name + ".baru")
    try:
        text = with_texts(path.read_text(encoding="utf-8"), section, values)
        fresh.write_text(text, encoding="utf-8")
        fresh.chmod(path.stat().st_mode & 0o777)
        os.replace(fresh, path)  # noqa: PTH105 - what happens here is one step of the file system
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise CannotWriteError(f"{path} tidak dapat ditulis: {error.strerror}") from error
