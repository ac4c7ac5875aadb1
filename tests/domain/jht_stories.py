"""People who come for the old-age savings and the papers the rules ask of them, written from the rules.

`required` rests on a regulation or an officially reported list, `often` on press or branch practice. An item with
alternatives stands by the name of the choice ('bukti-phk': one of five proofs).
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Story:
    """One person, the answers they give, and what their list must say."""

    who: str
    answers: dict[str, str]
    case: str
    required: set[str]
    often: set[str]
    says: tuple[str, ...] = ()
    """Parts of notes that must be printed (Indonesian)."""
    ask_officer: bool = False
    regulation: str = "Permenaker 4/2022"
    marked: dict[str, str] = field(default_factory=dict)
    """Items left open by 'Tidak yakin', and the words of their condition."""


NOTHING_UNUSUAL = {"beda": "tidak"}
SMALL = {"saldo": "sampai-50", **NOTHING_UNUSUAL}
PAID_IN_5_DAYS = "paling lama 5 hari kerja"  # Permenaker 4/2022 as reported: after a complete and correct filing
BRANCH = {"buku-tabungan", "formulir-jht"}  # savings book: older official page; form: branch practice (press)

STORIES = (
    Story(
        "a worker who resigned two months ago (Permenaker 4/2022 art. 8-9: employer's statement, one month after it)",
        {"alasan": "berhenti", "cara-berhenti": "mengundurkan-diri", **SMALL},
        "jht-mengundurkan-diri",
        {"kartu-peserta", "ktp", "surat-pengunduran-diri"},
        BRANCH,
        ("Tunggu 1 bulan", "menonaktifkan", PAID_IN_5_DAYS, "menunggak"),
    ),
    Story(
        "a foreman who resigned with Rp80 million saved (official page: taxpayer number above Rp50 million)",
        {"alasan": "berhenti", "cara-berhenti": "mengundurkan-diri", "saldo": "di-atas-50", **NOTHING_UNUSUAL},
        "jht-mengundurkan-diri",
        {"kartu-peserta", "ktp", "surat-pengunduran-diri", "npwp"},
        BRANCH,
        ("0% sampai Rp50 juta, 5%",),
    ),
    Story(
        "a sewer dismissed last month (art. 11 letter c: one of five proofs, no court needed)",
        {"alasan": "berhenti", "cara-berhenti": "phk", **SMALL},
        "jht-phk",
        {"kartu-peserta", "ktp", "bukti-phk"},
        BRANCH,
        ("Tunggu 1 bulan sejak tanggal PHK", "satu dari lima"),
    ),
    Story(
        "a dismissed driver who took 10% years ago (official page: taxpayer number after an earlier part, too)",
        {"alasan": "berhenti", "cara-berhenti": "phk", "saldo": "sampai-50-pernah", **NOTHING_UNUSUAL},
        "jht-phk",
        {"kartu-peserta", "ktp", "bukti-phk", "npwp"},
        BRANCH,
        ("pajaknya kepada petugas",),
    ),
    Story(
        "a packer whose contract ran out (art. 6(2)a is law, its papers were not read: inferred and older page only)",
        {"alasan": "berhenti", "cara-berhenti": "kontrak-habis", **SMALL},
        "jht-pkwt",
        set(),
        {"kartu-peserta", "ktp", "bukti-kontrak", *BRANCH},
        ("masa tunggunya",),
        ask_officer=True,
    ),
    Story(
        "a street vendor who gave up his stall (art. 6(2)b; card and identity card on the official page)",
        {"alasan": "berhenti", "cara-berhenti": "usaha-sendiri", **SMALL},
        "jht-bpu-berhenti",
        {"kartu-peserta", "ktp"},
        BRANCH,
    ),
    Story(
        "a watchman of 57 who still works (art. 6(1)b; BPJS NTB: from the day after the birthday, may still work)",
        {"alasan": "usia", "usia-56": "sudah", **SMALL},
        "jht-usia-56",
        {"kartu-peserta", "ktp"},
        BRANCH,
        ("sehari setelah ulang tahun ke-56", "Boleh masih bekerja"),
    ),
    Story(
        "a clerk retired at 55 by the company's rules (art. 6(1)a; certificate of retirement on the older page only)",
        {"alasan": "usia", "usia-56": "belum", **SMALL},
        "jht-usia-pensiun-pkb",
        {"kartu-peserta", "ktp"},
        {"surat-keterangan-pensiun", *BRANCH},
        ("bukti usia pensiun",),
        ask_officer=True,
    ),
    Story(
        "a migrant worker of 56 back home (Permenaker 4/2023 art. 60(2)c names the bank account)",
        {"alasan": "usia", "usia-56": "sudah-migran", **NOTHING_UNUSUAL},
        "jht-pmi-56",
        {"kartu-peserta", "ktp", "buku-tabungan"},
        set(),
        regulation="Permenaker 4/2023",
    ),
    Story(
        "a welder declared totally and permanently disabled (4/2022: doctor's statement; leaving letter: older page)",
        {"alasan": "lain", "sebab-lain": "cacat-total", "pekerja-migran": "tidak", **SMALL},
        "jht-cacat-total",
        {"kartu-peserta", "ktp", "surat-dokter-cacat"},
        {"surat-keterangan-berhenti", *BRANCH},
        ("bulan berikutnya",),
    ),
    Story(
        "a migrant worker disabled abroad (Permenaker 4/2023 art. 60(2)b)",
        {"alasan": "lain", "sebab-lain": "cacat-total", "pekerja-migran": "ya", **NOTHING_UNUSUAL},
        "jht-pmi-cacat",
        {"kartu-peserta", "ktp", "surat-dokter-cacat", "buku-tabungan"},
        set(),
        regulation="Permenaker 4/2023",
    ),
    Story(
        "a widow (art. 16 ff., official page; family card only in the repealed 2/2022: often asked)",
        {"alasan": "meninggal", "almarhum": "wni", "pemohon": "pasangan", **SMALL},
        "jht-meninggal",
        {"kartu-peserta", "surat-kematian", "surat-ahli-waris", "ktp-ahli-waris"},
        {"kk", *BRANCH},
        ("suami, istri, atau anak",),
    ),
    Story(
        "a grown-up daughter (official page: birth certificate for a child)",
        {"alasan": "meninggal", "almarhum": "wni", "pemohon": "anak", **SMALL},
        "jht-meninggal",
        {"kartu-peserta", "surat-kematian", "surat-ahli-waris", "ktp-ahli-waris", "akta-kelahiran-anak"},
        {"kk", *BRANCH},
    ),
    Story(
        "an uncle, guardian of an orphan of ten (official page: guardianship ruling; the child has no identity card)",
        {"alasan": "meninggal", "almarhum": "wni", "pemohon": "wali", "diwakili": "anak", **SMALL},
        "jht-meninggal",
        {
            *("kartu-peserta", "surat-kematian", "surat-ahli-waris", "ktp-ahli-waris"),
            *("akta-kelahiran-anak", "perwalian-anak"),
        },
        {"kk", *BRANCH},
        ("belum punya KTP",),
        ask_officer=True,
    ),
    Story(
        "a sister acting for the mentally ill widower (official page: statement of the health authority, guardianship)",
        {"alasan": "meninggal", "almarhum": "wni", "pemohon": "wali", "diwakili": "sakit", **SMALL},
        "jht-meninggal",
        {
            *("kartu-peserta", "surat-kematian", "surat-ahli-waris", "ktp-ahli-waris"),
            *("perwalian-anak", "surat-gangguan-jiwa"),
        },
        {"kk", *BRANCH},
        ask_officer=True,
    ),
    Story(
        "a neighbour named in the will (official page: will)",
        {"alasan": "meninggal", "almarhum": "wni", "pemohon": "lain", "wasiat": "ya", **SMALL},
        "jht-meninggal",
        {"kartu-peserta", "surat-kematian", "surat-ahli-waris", "ktp-ahli-waris", "surat-wasiat"},
        {"kk", *BRANCH},
    ),
    Story(
        "the brother of an unmarried worker (blood relative: nothing beyond the papers of any heir)",
        {"alasan": "meninggal", "almarhum": "wni", "pemohon": "lain", "wasiat": "tidak", **SMALL},
        "jht-meninggal",
        {"kartu-peserta", "surat-kematian", "surat-ahli-waris", "ktp-ahli-waris"},
        {"kk", *BRANCH},
    ),
    Story(
        "the wife of a foreign engineer (embassy certificate and passport official; card, death paper only in 2/2022)",
        {"alasan": "meninggal", "almarhum": "wna", **SMALL},
        "jht-meninggal-wna",
        {"surat-ahli-waris-wna", "paspor-ahli-waris"},
        {"kartu-peserta", "surat-kematian", *BRANCH},
        ask_officer=True,
    ),
    Story(
        "the mother of a migrant worker who died abroad (Permenaker 4/2023 art. 60(2)a; one of several death papers)",
        {"alasan": "meninggal", "almarhum": "migran", **NOTHING_UNUSUAL},
        "jht-pmi-meninggal",
        {
            *("kartu-peserta", "ktp-almarhum", "ktp-ahli-waris", "kk"),
            *("surat-kematian-migran", "surat-ahli-waris", "buku-tabungan"),
        },
        set(),
        regulation="Permenaker 4/2023",
    ),
    Story(
        "a Korean supervisor going home for good (BPJS officer: passport and statement of no longer working here)",
        {"alasan": "lain", "sebab-lain": "wna-pulang", **SMALL},
        "jht-wna-pulang",
        {"kartu-peserta", "paspor", "pernyataan-tidak-kerja-ri"},
        BRANCH,
        ("sebelum atau setelah meninggalkan Indonesia",),
    ),
    Story(
        "a nurse becoming a Dutch citizen (older page only, no legal ground found: nothing is required, ask)",
        {"alasan": "lain", "sebab-lain": "pindah-wn", **NOTHING_UNUSUAL},
        "jht-wni-pindah-wn",
        set(),
        {
            *("kartu-peserta", "paspor", "pernyataan-tidak-kembali", "bukti-pindah-wn"),
            *("surat-keterangan-berhenti", "buku-tabungan", "npwp"),
        },
        ("Dasar hukum",),
        ask_officer=True,
        regulation="Laman lama BPJS",
    ),
    Story(
        "a mechanic with 12 years of membership who wants 10% (official page 2025: card and identity card)",
        {"alasan": "lain", "sebab-lain": "sebagian", "keperluan": "hari-tua", **SMALL},
        "jht-sebagian-10",
        {"kartu-peserta", "ktp"},
        {"surat-kerja", "kk", *BRANCH},
        ("paling sedikit 10 tahun", "tanpa berhenti bekerja"),
        regulation="PP 46/2015",
    ),
    Story(
        "the same with an earlier part and Rp30 million left (page 2025: taxpayer number above Rp50 million only)",
        {
            "alasan": "lain",
            "sebab-lain": "sebagian",
            "keperluan": "hari-tua",
            "saldo": "sampai-50-pernah",
            "beda": "tidak",
        },
        "jht-sebagian-10",
        {"kartu-peserta", "ktp"},
        {"surat-kerja", "kk", *BRANCH},
        ("apakah boleh lagi",),
        ask_officer=True,
        regulation="PP 46/2015",
    ),
    Story(
        "a couple buying a house in cash with Rp90 million saved (page 2025: PPJB or AJB; taxpayer number)",
        {
            "alasan": "lain",
            "sebab-lain": "sebagian",
            "keperluan": "rumah-tunai",
            "saldo": "di-atas-50",
            "beda": "tidak",
        },
        "jht-sebagian-30",
        {"kartu-peserta", "ktp", "surat-jual-beli", "npwp"},
        {"surat-kerja", "kk", *BRANCH},
        regulation="PP 46/2015",
    ),
    Story(
        "a young father with a home loan (page 2025, down payment: loan paper, standing instruction, account)",
        {"alasan": "lain", "sebab-lain": "sebagian", "keperluan": "rumah-uang-muka", **SMALL},
        "jht-sebagian-30",
        {"kartu-peserta", "ktp", "surat-kredit", "standing-instruction", "rekening-kredit"},
        {"surat-kerja", "kk", *BRANCH},
        regulation="PP 46/2015",
    ),
    Story(
        "a teacher paying instalments (the list was cut off in every source: an officer completes it)",
        {"alasan": "lain", "sebab-lain": "sebagian", "keperluan": "rumah-cicilan", **SMALL},
        "jht-sebagian-30",
        {"kartu-peserta", "ktp"},
        {"surat-kerja", "kk", *BRANCH},
        ("cicilan rumah",),
        ask_officer=True,
        regulation="PP 46/2015",
    ),
    # Add-ons: no official list for any of them.
    Story(
        "a resigned cook who lost the card (press: police report, family card; the number may be enough)",
        {
            "alasan": "berhenti",
            "cara-berhenti": "mengundurkan-diri",
            "saldo": "sampai-50",
            "beda": "kartu",
            "kartu": "hilang",
        },
        "jht-mengundurkan-diri",
        {"kartu-peserta", "ktp", "surat-pengunduran-diri"},
        {"surat-kehilangan", "kk", *BRANCH},
        ("Kartu hilang?",),
        ask_officer=True,
    ),
    Story(
        "a man of 58 with cards from three factories (press: all cards, a leaving letter, family card)",
        {"alasan": "usia", "usia-56": "sudah", "saldo": "sampai-50", "beda": "kartu", "kartu": "lebih-dari-satu"},
        "jht-usia-56",
        {"kartu-peserta", "ktp"},
        {"kartu-lain", "surat-keterangan-berhenti", "kk", *BRANCH},
        ("menggabungkan",),
    ),
    Story(
        "a woman whose birth date differs (unsourced papers are not printed; BPJS names it as a cause of failure)",
        {"alasan": "usia", "usia-56": "sudah", "saldo": "sampai-50", "beda": "data"},
        "jht-usia-56",
        {"kartu-peserta", "ktp"},
        BRANCH,
        ("surat pembetulannya",),
        ask_officer=True,
    ),
    Story(
        "a nephew sent by a bedridden man of 60 (power of attorney unsourced: not printed, ask)",
        {
            "alasan": "usia",
            "usia-56": "sudah",
            "saldo": "sampai-50",
            "beda": "lain",
            "kartu": "satu",
            "data": "sama",
            "wakil": "ya",
        },
        "jht-usia-56",
        {"kartu-peserta", "ktp"},
        BRANCH,
        ("Diwakilkan?",),
        ask_officer=True,
    ),
    # 'Tidak yakin': both variants, marked.
    Story(
        "a resigned guard who does not know how much is saved",
        {"alasan": "berhenti", "cara-berhenti": "mengundurkan-diri", "saldo": "unsure", **NOTHING_UNUSUAL},
        "jht-mengundurkan-diri",
        {"kartu-peserta", "ktp", "surat-pengunduran-diri", "npwp"},
        BRANCH,
        ("0% sampai Rp50 juta", "pajaknya kepada petugas"),
        marked={"npwp": "saldo di atas Rp50 juta, atau pernah diambil sebagian"},
    ),
    Story(
        "a widow's sister who does not know in what role she comes",
        {"alasan": "meninggal", "almarhum": "wni", "pemohon": "unsure", **SMALL},
        "jht-meninggal",
        {
            *("kartu-peserta", "surat-kematian", "surat-ahli-waris", "ktp-ahli-waris"),
            *("akta-kelahiran-anak", "perwalian-anak", "surat-gangguan-jiwa", "surat-wasiat"),
        },
        {"kk", *BRANCH},
        ask_officer=True,
        marked={
            "akta-kelahiran-anak": "ahli warisnya anak peserta",
            "perwalian-anak": "diurus wali atau pengampu",
            "surat-gangguan-jiwa": "ahli warisnya sakit jiwa",
            "surat-wasiat": "berhak karena surat wasiat",
        },
    ),
)
