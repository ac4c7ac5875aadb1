"""Rows as a file that a spreadsheet opens."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from starlette.responses import Response

BYTE_ORDER_MARK: Final = "\ufeff"
RUNS: Final = "=+-@\t\r\n＝＋－＠"
"""How a cell begins that a spreadsheet would run (OWASP, CSV Injection); full-width forms are taken for the same."""


def csv_answer(name: str, rows: Sequence[Mapping[str, Any]], *, excel: bool = False) -> Response:
    """RFC 4180; a cell that a spreadsheet would run as a formula is made plain text.

    `excel`: as an Excel set to Indonesian opens it by a double click: semicolons, and a mark that says UTF-8.
    """
    made = io.StringIO()
    columns = list(rows[0]) if rows else []
    writer = csv.writer(made, delimiter=";" if excel else ",")
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    text = (BYTE_ORDER_MARK if excel else "") + made.getvalue()
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


def _cell(value: object) -> object:
    if value is None or isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" ")[:1] and text.lstrip(" ")[0] in RUNS else text
