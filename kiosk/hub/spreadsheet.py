"""Rows as a file that a spreadsheet opens."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response


def csv_answer(name: str, rows: Sequence[Mapping[str, Any]]) -> Response:
    """RFC 4180; a cell that a spreadsheet would run as a formula is made plain text."""
    made = io.StringIO()
    columns = list(rows[0]) if rows else []
    writer = csv.writer(made)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _cell(value: object) -> object:
    text = value if isinstance(value, str) else None
    return f"'{text}" if text and text[0] in "=+-@\t\r" else value
