"""Made-up tickets and lists, as large as real ones."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from kiosk.domain.branch import Branch, DigitRange, Lane, OpeningHours, Zone
from kiosk.domain.checklist import Checklist, Item, Paper, Told, Weight
from kiosk.domain.lifecycle import Handover, TicketState
from kiosk.domain.promise import NotEstimable, Promise, Window
from kiosk.domain.texts import Texts, parse_texts
from kiosk.domain.ticket import Ticket, TicketClass

ASSETS: Final = Path(__file__).parents[2] / "assets"
FONTS: Final = ASSETS / "fonts"


def texts() -> Texts:
    return parse_texts({file.stem: file.read_text(encoding="utf-8") for file in (ASSETS / "i18n").glob("*.toml")})


def at_ms(hour: int, minute: int, day: int = 23, zone: Zone = Zone.WIB) -> int:
    """A moment of November 2026 by the branch's clock."""
    return int(datetime(2026, 11, day, hour, minute, tzinfo=zone.tz).timestamp() * 1000)


def branch(zone: Zone = Zone.WIB, name: str = "Kantor Cabang Serang") -> Branch:
    weekday = (time(8), time(15, 30))
    return Branch(
        branch_id="SRG",
        name=name,
        kiosk_id="SRG-1",
        zone=zone,
        address="Jalan Contoh 1, Serang",
        phone="175",
        lanes=(Lane("A", "Klaim", ("claim-jht", "claim-jkm")),),
        digits=DigitRange(1, 999),
        hours=OpeningHours((weekday,) * 5 + (None, None), time(5)),
    )


WINDOW: Final = Window(at_ms(9, 10), at_ms(9, 40))


def ticket(number: int = 12, promise: Promise | None = None, language: str = "id") -> Ticket:
    return Ticket(
        ticket_id=f"2026-11-23/A{number:03d}",
        service_day=date(2026, 11, 23),
        lane="A",
        number=number,
        ticket_class=TicketClass.REGULAR,
        rank_ms=at_ms(7, 42),
        issued_at_ms=at_ms(7, 42),
        code="T7K3QXM",
        promise=NotEstimable() if promise is None else promise,
        state=TicketState.WAITING,
        handover=Handover.PENDING,
        language=language,
    )


def paper(document_id: str, name: str, *, plain: str = "", form: str = "Asli + 1 fotokopi", where: str = "") -> Paper:
    return Paper(document_id, name, plain, form, where, "document")


def item(
    item_id: str,
    *papers: Paper,
    weight: Weight = Weight.REQUIRED,
    why: str = "",
    only_if: str = "",
    source: str = "Permenaker 4/2022",
) -> Item:
    return Item(item_id, papers, weight, why, only_if, source)


ITEMS: Final = (
    item("member-card", paper("kpj", "Kartu peserta (KPJ)", where="Aplikasi JMO atau perusahaan")),
    item("identity", paper("ktp", "KTP", plain="Kartu tanda penduduk", where="Kantor Disdukcapil")),
    item("family-card", paper("kk", "Kartu Keluarga (KK)", where="Kantor Disdukcapil")),
    item(
        "stopped",
        paper("resign", "Surat pengunduran diri dari perusahaan", where="Bagian personalia perusahaan"),
        paper("paklaring", "Surat pengalaman kerja (paklaring)", where="Bagian personalia perusahaan"),
    ),
    item("bank-book", paper("bank", "Buku tabungan atas nama sendiri", where="Bank tempat menabung")),
    item(
        "tax",
        paper("npwp", "NPWP", form="1 fotokopi", where="Kantor pajak"),
        why="saldo di atas Rp50 juta",
        only_if="saldo lebih dari Rp50 juta",
    ),
    item(
        "photo",
        paper("photo", "Pas foto 3 x 4", form="2 lembar", where="Studio foto"),
        weight=Weight.OFTEN_ASKED,
        source="Kabar daerah",
    ),
)


def checklist(language: str = "id", items: tuple[Item, ...] = ITEMS, *, ask_officer: bool = False) -> Checklist:
    return Checklist(
        case_ids=("jht-resign",),
        title="JHT: mengundurkan diri",
        items=items,
        told=(
            Told("Tunggu 1 bulan sejak berhenti bekerja.", "earliest", "Permenaker 4/2022"),
            Told("Uang dibayar paling lama 5 hari kerja.", "payment", "Permenaker 4/2022"),
        ),
        ask_officer=ask_officer,
        regulation="Permenaker 4/2022",
        rule_date="22 November 2026",
        catalogue_version="2026-11-23 no. 1",
        code="S1JG01T",
        language=language,
    )
