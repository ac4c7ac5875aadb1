"""The one command `kiosk`: every task of a developer, of TI and of a script, by name."""

import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn

import click

from kiosk.cli.told import Ended, Told

FELL: Final = 70
"""Exit code after a fault of the program (EX_SOFTWARE): whoever watches starts the kiosk again."""
COMMANDS: Final = {
    "run": "running",
    "demo": "running",
    "tour": "running",
    "measure": "running",
    "visit": "visit",
    "printer": "printer",
    "catalogue": "catalogue",
    "journal": "journal",
    "doctor": "doctor",
    "sync": "sync",
    "usb": "sync",
    "enroll": "sync",
    "numbers": "numbers",
    "hub": "hub",
}
"""Each command and the module it lives in, which is read only when it is wanted."""
EPILOG: Final = """\b
Kode keluar:
  0  berhasil
  1  ada yang tidak beres: dijelaskan di layar
  2  perintah atau pengaturan salah
  3  folder data sedang dipakai kiosk lain
  4  penyimpanan tidak dapat dibaca atau ditulis
  70 kesalahan program sendiri
"""


class Door(click.Group):
    """Opens only the room that was asked for, so that `kiosk run` need not wait for the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the help."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None when there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"kiosk.cli.{COMMANDS[cmd_name]}"), cmd_name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{cmd_name} is not a command")
        return command


@click.group(
    cls=Door, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.option(
    "-c",
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="PASTI_CONFIG",
    help="Berkas pengaturan. Bawaan: kiosk.toml di folder ini, lalu /etc/pasti/kiosk.toml.",
)
@click.option("--set", "changes", multiple=True, metavar="KUNCI=NILAI", help="Ganti satu pengaturan kali ini saja.")
@click.pass_context
def kiosk(context: click.Context, config: Path | None, changes: tuple[str, ...]) -> None:
    """Pasti: nomor antrean, jendela waktu dan daftar surat yang pasti, dengan atau tanpa jaringan."""
    context.obj = Told(config, changes)


def main() -> None:
    """Run the command line; every expected failure is one sentence on standard error and a code of its own."""
    try:
        kiosk(prog_name="kiosk", standalone_mode=False)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except Ended as ended:
        if str(ended):
            click.echo(str(ended), err=True)
        sys.exit(ended.code)
    except Exception as fault:
        _fell(fault)


def _fell(fault: Exception) -> NoReturn:
    """A fault of the program: where it was, without the words in it, which may be a person's. The log has it too."""
    frames = traceback.extract_tb(fault.__traceback__)
    where = frames[-1]
    for frame in frames:
        click.echo(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}", err=True)
    click.echo(f"Kesalahan program: {type(fault).__name__} di {Path(where.filename).name}:{where.lineno}.", err=True)
    sys.exit(FELL)
