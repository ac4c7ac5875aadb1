"""Pages and their files: escaped, whole, cached for ever under a name that changes with the contents."""

import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from starlette.requests import Request

from kiosk.ops.assets import assets_root, read_theme
from kiosk.web.pages import Pages, Static, theme_css
from tests.web.site import site


def request() -> Request:
    return Request({"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b"", "session": {}})


def test_what_somebody_typed_is_never_markup() -> None:
    with site() as hall:
        answer = hall.sign_in(name='"><script>x</script>')
        assert "<script>" not in answer.text
        assert "&lt;script&gt;" in answer.text


def test_every_file_a_page_names_is_served_and_cached() -> None:
    with site() as hall:
        page = hall.browser.get("/masuk").text
        sheets = re.findall(r'href="(/static/[^"]+)"', page)
        assert len(sheets) == 2
        named = [url for sheet in sheets for url in re.findall(r'url\("([^"]+)"\)', hall.browser.get(sheet).text)]
        assert len(named) >= 3, "the fonts"
        for url in sheets + named:
            answer = hall.browser.get(url)
            assert answer.status_code == 200, url
            assert "immutable" in answer.headers["cache-control"]
        assert hall.browser.get("/static/../theme.toml").status_code == 404


def test_a_style_sheet_gets_another_name_when_a_font_of_its_changes(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("src: static(f.ttf)", encoding="utf-8")
    (tmp_path / "f.ttf").write_bytes(b"one")
    before = Static("/s", {"": tmp_path}).url("a.css")
    (tmp_path / "f.ttf").write_bytes(b"two")
    assert Static("/s", {"": tmp_path}).url("a.css") != before


def test_a_template_that_lacks_a_value_fails_instead_of_showing_a_hole(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("{{ wait }}", encoding="utf-8")
    pages = Pages(tmp_path, Static("/s", {}))
    with pytest.raises(UndefinedError, match="wait"):
        pages.answer(request(), "page.html")


def test_the_sheets_use_only_colours_of_the_theme() -> None:
    theme = theme_css(read_theme())
    known = set(re.findall(r"--([\w-]+):", theme))
    for sheet in (assets_root() / "web/static").glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        used = set(re.findall(r"var\(--([\w-]+)\)", text))
        own = set(re.findall(r"^\s*--([\w-]+):", text, re.MULTILINE))
        assert used - own <= known, sheet.name
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", text.split("*/", 1)[-1]), (
            f"{sheet.name}: a bare colour"
        )
