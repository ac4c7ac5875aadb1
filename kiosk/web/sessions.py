"""Who is asking: a signed cookie that names a person, checked against the people at every request."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from starlette.datastructures import FormData
from starlette.requests import Request

from kiosk.access.people import Person

LONGEST_MS: Final = 12 * 3_600_000
"""However busy: after a working day somebody enters again."""
_PERSON, _NUMBER, _SINCE, _SEEN, _TOKEN = "p", "n", "s", "l", "t"
TOKEN_FIELD: Final = "token"  # noqa: S105 - a form field's name
TOKEN_HEADER: Final = "X-Token"  # noqa: S105
SEEN_EVERY_MS: Final = 30_000
"""The cookie is written anew at most this often."""


class StrangeForm(Exception):  # noqa: N818 - the name is the fact
    """A form without this session's token: sent by another page, or kept open since before the last sign-in."""


class PersonLookup(Protocol):
    """Where people are looked up; the storage of `kiosk.access` fits."""

    def person(self, person_id: str) -> Person | None:
        """The person with this id, None when there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Sessions:
    """Signs people in and out. Needs starlette's SessionMiddleware around it.

    The cookie holds ids and times only. Switching somebody off, or a new secret, ends their sessions at once, since
    the person is looked up at each request; workers share nothing but the signing key.
    """

    people: PersonLookup
    now_ms: Callable[[], int]
    idle_ms: int

    def sign_in(self, request: Request, person: Person) -> None:
        """From now on this browser is `person`; what the session held before, its token too, is gone."""
        request.session.clear()
        now = self.now_ms()
        request.session.update(
            {_PERSON: person.person_id, _NUMBER: person.session_no, _SINCE: now, _SEEN: now, _TOKEN: _new_token()}
        )

    def sign_out(self, request: Request) -> None:
        """This browser is nobody again."""
        request.session.clear()

    def who(self, request: Request) -> Person | None:
        """The person this browser is; None when nobody, idle for too long, switched off or signed in too long ago."""
        session = request.session
        if _PERSON not in session:
            return None
        person = self.people.person(str(session[_PERSON]))
        if person is None or not person.active or person.session_no != session.get(_NUMBER) or self._stale(session):
            session.clear()
            return None
        now = self.now_ms()
        if now - session[_SEEN] >= SEEN_EVERY_MS:
            session[_SEEN] = now
        return person

    def _stale(self, session: dict[str, object]) -> bool:
        since, seen = session.get(_SINCE), session.get(_SEEN)
        if not isinstance(since, int) or not isinstance(seen, int):
            return True
        now = self.now_ms()
        # A clock set back must not stretch a session: times of the future are stale, but for a little disagreement.
        return not (-SEEN_EVERY_MS <= now - seen < self.idle_ms and -SEEN_EVERY_MS <= now - since < LONGEST_MS)


def form_token(request: Request) -> str:
    """The token that every form of this session carries."""
    token = request.session.get(_TOKEN)
    if not isinstance(token, str):
        token = request.session[_TOKEN] = _new_token()
    return token


async def checked_form(request: Request) -> FormData:
    """The form sent, after its token was found right. Raises StrangeForm."""
    form = await request.form(max_files=0, max_fields=100)
    sent = form.get(TOKEN_FIELD, request.headers.get(TOKEN_HEADER, ""))
    kept = request.session.get(_TOKEN)
    if not isinstance(sent, str) or not isinstance(kept, str) or not hmac.compare_digest(sent.encode(), kept.encode()):
        raise StrangeForm
    return form


def _new_token() -> str:
    return secrets.token_urlsafe(24)
