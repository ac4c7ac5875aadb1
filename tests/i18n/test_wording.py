"""The house rules of wording, held for every sentence of every language by machine."""

import re

import pytest

from tests.i18n.sentences import places, plain, sentences, shipped_texts, words

TEXTS = shipped_texts()
EVERY = [(code, key, text) for code, language in TEXTS.languages.items() for key, text in language.texts.items()]
INDONESIAN = sorted(TEXTS.languages["id"].texts.items())

BUTTONS = ("choice.", "bar.")
MOST_BUTTON_WORDS = 3
MOST_SENTENCE_WORDS = 12
MOST_SENTENCES = 2
MADE_BY_PLACES = ("slip.ticket-qr",)
"""Lines for a phone's camera, not for reading at the kiosk."""

BANNED = {
    "antrian": "antrean",
    "silahkan": "silakan",
    "ijin": "izin",
    "photo copy": "fotokopi",
    "fotocopy": "fotokopi",
    "kwitansi": "kuitansi",
    "praktek": "praktik",
    "klaim": "mengurus, mencairkan",
    "verifikasi": "diperiksa",
    "valid": "masih berlaku",
    "input": "isi",
    "scan": "foto",
    "submit": "kirim",
    "legalisir": "dicap sah",
    "legalisasi": "dicap sah",
    "anda": "Bapak/Ibu",
    "tidak belum": "no double negation",
    "bukan tidak": "no double negation",
}
ACRONYMS = {"JHT", "JKK", "JKM", "JP", "JKP", "NIK", "KPJ", "KTP", "KK", "NPWP", "PHK", "BPJS"}
SAID_BY_STAFF = {"TI", "IT"}


@pytest.mark.parametrize("code", ["id", "en"])
def test_both_complete_languages_say_the_same_things(code: str) -> None:
    assert set(TEXTS.languages[code].texts) == set(TEXTS.languages["id"].texts)
    assert TEXTS.languages[code].drafts == frozenset()


def test_only_complete_languages_are_offered() -> None:
    assert [language.code for language in TEXTS.offered()] == ["id", "en"]


def test_no_language_has_a_sentence_that_indonesian_lacks() -> None:
    assert [(code, key) for code, key, _ in EVERY if key not in TEXTS.languages["id"].texts] == []


def test_every_language_fills_the_same_places() -> None:
    base = TEXTS.languages["id"].texts
    assert [(code, key) for code, key, text in EVERY if places(text) != places(base[key])] == []


def test_buttons_have_at_most_three_words() -> None:
    long = [(c, k, t) for c, k, t in EVERY if k.startswith(BUTTONS) and len(words(t)) > MOST_BUTTON_WORDS]
    assert long == []


def test_buttons_are_no_sentences() -> None:
    assert [(c, k, t) for c, k, t in EVERY if k.startswith(BUTTONS) and t.rstrip().endswith((".", "!"))] == []


def test_sentences_have_at_most_twelve_words() -> None:
    long = [
        (code, key, sentence)
        for code, key, text in EVERY
        if key not in MADE_BY_PLACES
        for sentence in sentences(text)
        if len(words(sentence)) > MOST_SENTENCE_WORDS
    ]
    assert long == []


def test_a_text_has_at_most_two_sentences() -> None:
    long = [(c, k, t) for c, k, t in EVERY if k not in MADE_BY_PLACES and len(sentences(t)) > MOST_SENTENCES]
    assert long == []


@pytest.mark.parametrize("banned", sorted(BANNED))
def test_no_indonesian_text_uses_a_banned_word(banned: str) -> None:
    pattern = re.compile(rf"\b{re.escape(banned)}\b", re.IGNORECASE)
    assert [(k, t, BANNED[banned]) for k, t in INDONESIAN if pattern.search(t)] == []


def test_no_acronym_stands_alone() -> None:
    """A short form may follow its words in brackets; staff's own words are in texts for staff."""
    bare = []
    for code, key, text in EVERY:
        for acronym in re.findall(r"\b[A-Z]{2,5}\b", plain(text)):
            known = acronym in SAID_BY_STAFF and ".staff" in key
            if acronym in ACRONYMS | SAID_BY_STAFF and not known and f"({acronym})" not in text:
                bare.append((code, key, acronym))
    assert bare == []


def test_nobody_is_shouted_at() -> None:
    assert [(c, k, t) for c, k, t in EVERY if "!!" in t or "!?" in t] == []


def test_no_screen_text_is_all_capitals() -> None:
    """Paper has no bold headings of its own, so the slips may; screens may not."""
    loud = [(c, k, t) for c, k, t in EVERY if not k.startswith("slip.") and len(words(t)) > 1 and t.isupper()]
    assert loud == []


def test_no_text_has_stray_blanks() -> None:
    assert [(c, k) for c, k, t in EVERY if t != t.strip() or "  " in t or not t] == []
