"""`kiosk numbers`: where each lane's numbers go on, and above which slips after a computer was replaced."""

import re
from typing import Final

import click

from kiosk.cli.asking import furnished, settings_of
from kiosk.cli.errands import do, finish
from kiosk.cli.told import Code, Ended, Told

_SLIP: Final = re.compile(r"([A-Z])[ -]?0*([1-9][0-9]{0,3})")


@click.command(short_help="Nomor berikutnya; di PC pengganti: di atas slip terakhir.")
@click.argument("slips", nargs=-1, metavar="[SLIP_TERAKHIR]...")
@click.option("--json", "as_json", is_flag=True, help="Untuk skrip.")
@click.pass_obj
def numbers(told: Told, slips: tuple[str, ...], as_json: bool) -> None:
    """Nomor berikutnya di setiap huruf.

    PC pengganti di tengah hari belum tahu nomor yang sudah di tangan orang. Sebut slip terakhir setiap huruf, misalnya
    kiosk numbers A142 B037: nomor lanjut di ratusan berikutnya, dan tidak ada yang terbit dua kali.
    """
    last: dict[str, int] = {}
    for slip in slips:
        match = _SLIP.fullmatch(slip.strip().upper())
        if match is None:
            raise Ended(Code.REFUSED, f'"{slip[:20]}" bukan nomor slip. Tulis huruf dan angkanya, misalnya A142.')
        last[match[1]] = max(int(match[2]), last.get(match[1], 0))
    finish(do(settings_of(told, furnished()), "numbers", quiet=as_json, slips=last), as_json=as_json)
