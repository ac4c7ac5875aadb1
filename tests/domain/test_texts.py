"""Texts: a language is offered only when it is whole and checked; a fault names its file."""

import pytest

from kiosk.domain.texts import TextsError, parse_texts

ID = """
[language]
name = "Bahasa Indonesia"
status = "native-checked"
[fork]
title = "Mau apa?"
hello = "Halo {name}"
"""
EN = """
[language]
name = "English"
status = "native-checked"
[fork]
title = "What?"
hello = "Hello {name}"
"""


def test_a_sentence_comes_in_the_language_asked_for_with_its_places_filled() -> None:
    texts = parse_texts({"id": ID, "en": EN})
    assert texts.say("fork.hello", "en", name="Siti") == "Hello Siti"
    assert texts.say("fork.title", "id") == "Mau apa?"


def test_what_a_language_lacks_is_said_in_indonesian() -> None:
    texts = parse_texts({"id": ID, "xx": '[language]\nname = "X"\n[fork]\ntitle = "?"\n'})
    assert texts.say("fork.hello", "xx", name="Siti") == "Halo Siti"
    assert texts.say("fork.title", "a language nobody wrote") == "Mau apa?"


def test_a_key_that_no_language_has_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        parse_texts({"id": ID}).say("fork.nothing", "id")


def test_a_language_that_lacks_one_sentence_is_not_offered() -> None:
    partial = EN.replace('hello = "Hello {name}"\n', "")
    assert [language.code for language in parse_texts({"id": ID, "en": partial}).offered()] == ["id"]
    assert [language.code for language in parse_texts({"en": EN, "id": ID}).offered()] == ["id", "en"]


def test_one_sentence_that_nobody_checked_hides_its_language() -> None:
    draft = EN.replace('title = "What?"', 'title = {text = "What?", status = "draft"}')
    texts = parse_texts({"id": ID, "en": draft})
    assert [language.code for language in texts.offered()] == ["id"]
    assert texts.say("fork.title", "en") == "What?"


def test_a_checked_sentence_in_a_draft_language_does_not_open_it() -> None:
    draft = EN.replace('status = "native-checked"', 'status = "draft"').replace(
        'title = "What?"', 'title = {text = "What?", status = "native-checked"}'
    )
    texts = parse_texts({"id": ID, "en": draft})
    assert texts.languages["en"].drafts == {"fork.hello"}
    assert [language.code for language in texts.offered()] == ["id"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("[language", "en.toml"),
        ('[fork]\ntitle = "?"\n', r"en\.toml: needs \[language\]"),
        ('[language]\nname = "English"\n[fork]\nnumber = 3\n', r"en\.toml: fork\.number"),
        ('[language]\nname = "English"\n[fork]\nlist = ["a"]\n', r"en\.toml: fork\.list"),
    ],
)
def test_a_broken_file_is_refused_by_name(source: str, reason: str) -> None:
    with pytest.raises(TextsError, match=reason):
        parse_texts({"id": ID, "en": source})


def test_without_indonesian_there_is_nothing_to_measure_by() -> None:
    with pytest.raises(TextsError, match=r"id\.toml"):
        parse_texts({"en": EN})
