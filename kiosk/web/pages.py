"""HTML pages from templates, their static files, and the colours of the house as style sheet."""

import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from kiosk.web.sessions import TOKEN_FIELD, form_token

KINDS: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".png": "image/png",
}
FOR_EVER: Final = "public, max-age=31536000, immutable"


class Pages:
    """Templates of `folder`, escaped always and failing on a name they do not get."""

    def __init__(self, folder: Path, static: "Static") -> None:
        self._templates = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["static"] = static.url

    def add(self, **filters: Any) -> None:
        """More filters for the templates, e.g. for dates."""
        self._templates.filters.update(filters)

    def words(self, template: str) -> Any:
        """What `template` sets by {% set %}, as attributes: words that a program needs, too, stand only there."""
        return self._templates.get_template(template).module

    def said(self, status: int, sentence: str) -> HTMLResponse:
        """One sentence as a page of ours, where there may be no session."""
        html = self._templates.get_template("said.html").render(status=status, sentence=sentence)
        return HTMLResponse(html, status)

    def answer(self, request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """One page; `token` is there for its forms."""
        token = form_token(request)
        html = self._templates.get_template(template).render(
            token=token, token_field=TOKEN_FIELD, path=request.url.path, **values
        )
        return HTMLResponse(html, status)


class Static:
    """Files read once at start and served under a name that holds their hash: cached for ever, never stale."""

    def __init__(self, prefix: str, folders: Mapping[str, Path], made: Mapping[str, str] | None = None) -> None:
        """`folders`: {part of the name: folder}; `made`: {name: contents} of files that are worked out."""
        self._prefix = prefix.rstrip("/")
        self._files: dict[str, tuple[bytes, str]] = {}
        self._urls: dict[str, str] = {}
        found = {
            f"{part}{path.name}": path.read_bytes()
            for part, folder in folders.items()
            for path in sorted(folder.iterdir())
            if path.suffix in KINDS
        }
        found |= {name: text.encode() for name, text in (made or {}).items()}
        # Style sheets last: their hash counts the fonts and pictures that they name.
        for name in sorted(found, key=lambda name: name.endswith(".css")):
            self._keep(name, self._linked(found[name]) if name.endswith(".css") else found[name])

    def url(self, name: str) -> str:
        """Where a page finds the file. Raises KeyError for one that is not there."""
        return self._urls[name]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The file of one request, or 404."""
        found = self._files.get(scope["path"].removeprefix(self._prefix + "/"))
        answer = Response(status_code=404) if found is None else Response(found[0], media_type=found[1])
        if found is not None:
            answer.headers["Cache-Control"] = FOR_EVER
        await answer(scope, receive, send)

    def _keep(self, name: str, contents: bytes) -> None:
        stem, dot, kind = name.rpartition(".")
        hashed = f"{stem}.{hashlib.sha256(contents).hexdigest()[:12]}{dot}{kind}"
        self._files[hashed] = (contents, KINDS[dot + kind])
        self._urls[name] = f"{self._prefix}/{hashed}"

    def _linked(self, sheet: bytes) -> bytes:
        text = sheet.decode()
        for name, url in self._urls.items():
            text = text.replace(f"static({name})", f'url("{url}")')
        return text.encode()


def theme_css(theme: str) -> str:
    """The palettes of theme.toml as custom properties: the normal one, the contrast one where it is asked for."""
    palettes = tomllib.loads(theme)["palette"]
    normal, contrast = (_properties(palettes[name]) for name in ("normal", "contrast"))
    return f":root {{\n{normal}}}\n@media (prefers-contrast: more) {{\n:root {{\n{contrast}}}\n}}\n"


def _properties(palette: Mapping[str, str]) -> str:
    return "".join(f"  --{name.replace('_', '-')}: {colour};\n" for name, colour in palette.items())
