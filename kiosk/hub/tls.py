"""HTTPS of the hub's own, where no web server stands in front: certificate, key and authority are looked at first."""

import logging
import ssl
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cryptography import x509

from kiosk.hub.store import HubError

log = logging.getLogger(__name__)

_NO_PAIR: Final = "KEY_VALUES_MISMATCH"


def tls_options(cert: Path | None, key: Path | None, client_ca: Path | None, now: datetime) -> dict[str, Any]:
    """What uvicorn is told; empty without a certificate. Raises HubError with a sentence for whatever cannot be used.

    With `client_ca` nobody is let in who shows no certificate of that authority, the monitor's people included.
    """
    if cert is None:
        if key is not None or client_ca is not None:
            raise HubError("--tls-key dan --tls-client-ca hanya bersama --tls-cert.")
        return {}
    readable = [_read(file) for file in (cert, key, client_ca) if file is not None]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(cert, key, password=lambda: "")  # else OpenSSL would ask at a terminal nobody sits at
        ends = x509.load_pem_x509_certificates(readable[0])[0].not_valid_after_utc
    except (ssl.SSLError, ValueError) as error:
        raise HubError(_of_the_pair(cert, key, error)) from error
    if ends <= now:
        log.error("sertifikat %s sudah berakhir pada %s: setiap kiosk akan menolaknya", cert, ends.date().isoformat())
    options: dict[str, Any] = {"ssl_certfile": str(cert), "ssl_keyfile": str(key or cert)}
    if client_ca is not None:
        try:
            context.load_verify_locations(client_ca)
        except ssl.SSLError as error:
            raise HubError(f"{client_ca} bukan sertifikat penerbit (PEM).") from error
        options |= {"ssl_ca_certs": str(client_ca), "ssl_cert_reqs": ssl.CERT_REQUIRED}
    return options


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise HubError(f"{file} tidak dapat dibaca: {error.strerror}.") from error


def _of_the_pair(cert: Path, key: Path | None, error: Exception) -> str:
    if getattr(error, "reason", None) == _NO_PAIR:
        return f"Kunci {key or cert} bukan pasangan sertifikat {cert}."
    if key is None:
        return f"{cert} harus berisi sertifikat dan kuncinya (PEM, tanpa sandi), atau sebut kuncinya dengan --tls-key."
    return f"{cert} dan {key} harus sertifikat dan kuncinya (PEM); kuncinya tidak boleh bersandi."
