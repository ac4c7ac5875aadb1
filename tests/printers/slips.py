"""Slips to print in tests: of the size and make of real ones."""

from printers.blocks import Align, Block, Cut, Qr, Rule, Space, Text

QR_TEXT = "PASTI T 2025-01-14 A012 T7K2M9Q"


def a_ticket(label: str = "A 012", qr: str = QR_TEXT, *, columns: int = 48) -> list[Block]:
    """A ticket as the kiosk prints it."""
    size = min(8, columns // len(label))
    return [
        Text("BPJS Ketenagakerjaan", bold=True, align=Align.CENTER),
        Space(2),
        Text(label, width=size, height=size, bold=True, align=Align.CENTER),
        Rule(),
        Text("Kira-kira pukul 09.10 - 09.40", height=2, align=Align.CENTER),
        Text("Simpan kertas ini sampai nomor Bapak/Ibu dipanggil.", hanging=2),
        Qr(qr),
        Cut(),
    ]
