"""`kiosk hub serve`: the hub's workers, over HTTPS of their own or behind a web server that speaks it."""

import os
from pathlib import Path
from typing import Final

import click

from kiosk.cli.hub_place import DATA, DATABASE, HTTPS, Place, in_words, make_hub, site_of
from kiosk.cli.told import Code, Ended
from kiosk.ops.clock import SystemClock

PEM: Final = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8321, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Proses; lebih dari satu hanya dengan PostgreSQL.")
@click.option("--tls-cert", type=PEM, help="Sertifikat (PEM), tanpa proksi di depan.")
@click.option("--tls-key", type=PEM, help="Kuncinya, kalau tidak di berkas yang sama.")
@click.option("--tls-client-ca", type=PEM, help="Hanya layani yang membawa sertifikat dari penerbit ini (mTLS).")
@click.option("--https", is_flag=True, help="Proksi di depan memakai HTTPS: kuki pemantau hanya lewat HTTPS.")
@click.pass_obj
def serve(  # each option has its own line in the help
    place: Place,
    *,
    host: str,
    port: int,
    workers: int,
    tls_cert: Path | None,
    tls_key: Path | None,
    tls_client_ca: Path | None,
    https: bool,
) -> None:
    """Layani kiosk dan pemantau sampai dihentikan."""
    from kiosk.hub.serving import run_many, run_one, speak
    from kiosk.hub.tls import tls_options

    if workers > 1 and place.url is None:
        raise Ended(Code.REFUSED, "Lebih dari satu proses hanya dengan PostgreSQL: --database postgresql://…")
    speak()
    with in_words():
        tls = tls_options(tls_cert, tls_key, tls_client_ca, SystemClock().now())
        made = make_hub(place)
        if workers == 1:
            run_one(site_of(made, place, https=https or bool(tls)), host, port, **tls)
            return
        made.close()  # it was opened only to say at once what is wrong
    secure = "1" if https or tls else ""
    os.environ |= {DATA: str(place.folder.absolute()), DATABASE: place.url or "", HTTPS: secure}
    run_many("kiosk.cli.hub_place:worker", host, port, workers, **tls)
