"""Whom the kiosk believes to be the hub, and what is wrong when it does not, in sentences for TI."""

import ssl
from pathlib import Path
from typing import Final

import urllib3

from kiosk.sync.answers import Unreachable
from kiosk.sync.config import SyncConfig

# Numbers of OpenSSL's x509_vfy.h, the same in every version.
_NOT_YET: Final = 9
_EXPIRED: Final = 10
_OTHER_NAME: Final = frozenset({62, 64})
_REASONS: Final = {
    "WRONG_VERSION_NUMBER": "server di alamat itu tidak memakai HTTPS: periksa hub_url, terutama nomor portnya",
    "RECORD_LAYER_FAILURE": "server di alamat itu tidak memakai HTTPS: periksa hub_url, terutama nomor portnya",
    "HTTP_REQUEST": "server di alamat itu tidak memakai HTTPS: periksa hub_url, terutama nomor portnya",
    "CERTIFICATE_REQUIRED": "pusat meminta sertifikat kiosk: isi client_cert dan client_key",
    "HANDSHAKE_FAILURE": "pusat menolak cara sandi atau sertifikat kiosk ini",
    "UNKNOWN_CA": "pusat tidak mengenal penerbit sertifikat kiosk ini: minta client_cert yang baru",
    "CERTIFICATE_EXPIRED": "pusat menolak sertifikat kiosk ini karena sudah berakhir: minta client_cert yang baru",
    "BAD_CERTIFICATE": "pusat menolak sertifikat kiosk ini: minta client_cert yang baru",
    "UNSUPPORTED_PROTOCOL": "server hanya memakai TLS lama; pusat harus memakai TLS 1.2 atau lebih baru",
    "PROTOCOL_VERSION": "server hanya memakai TLS lama; pusat harus memakai TLS 1.2 atau lebih baru",
}
_NO_WAY: Final = (
    (urllib3.exceptions.NameResolutionError, "nama server tidak ditemukan: periksa hub_url dan DNS"),
    (urllib3.exceptions.NewConnectionError, "sambungan ditolak atau jaringan putus"),
    (urllib3.exceptions.ConnectTimeoutError, "tidak ada jawaban pada waktunya"),
)


class TlsUnusableError(Exception):
    """A file that trust hangs on cannot be used; the sentence names it."""


def client_context(config: SyncConfig) -> ssl.SSLContext:
    """TLS 1.2 or newer, the name and the whole chain verified. Raises TlsUnusableError."""
    if config.ca_file is not None:
        _look_at(config.ca_file, "ca_file")
    try:
        context = ssl.create_default_context(cafile=config.ca_file)
    except (ssl.SSLError, OSError) as error:
        raise TlsUnusableError(f'"ca_file": {config.ca_file} bukan sertifikat penerbit (PEM).') from error
    if config.client_cert is not None:
        _look_at(config.client_cert, "client_cert")
        _look_at(config.client_key or config.client_cert, "client_key")
        try:
            context.load_cert_chain(config.client_cert, config.client_key, password=lambda: "")
        except (ssl.SSLError, OSError) as error:
            raise TlsUnusableError(
                f'"client_cert" dan "client_key": {config.client_cert} dan kuncinya bukan pasangan PEM tanpa sandi.'
            ) from error
    return context


def what_failed(error: Exception, *, over_tls: bool) -> Unreachable:
    """The sentence for an exchange that came to nothing; urllib3's own words name objects in memory."""
    found = _causes(error)
    for kind, told in _NO_WAY:
        if any(isinstance(one, kind) for one in found):
            return _unreachable(told)
    if any(isinstance(one, TimeoutError | urllib3.exceptions.ReadTimeoutError) for one in found):
        return _unreachable("tidak ada jawaban pada waktunya: jalurnya lambat atau pusat sibuk", slow=True)
    tls = next((one for one in found if isinstance(one, ssl.SSLError)), None)
    if tls is not None:
        return _unreachable(_of_certificate(tls) if isinstance(tls, ssl.SSLCertVerificationError) else _of_tls(tls))
    if any(isinstance(one, ConnectionError) for one in found):  # it was there, and hung up
        perhaps = "mungkin pusat meminta client_cert" if over_tls else "mungkin pusat hanya menerima https://"
        return _unreachable(f"server memutus sambungan; bila selalu begini, {perhaps}")
    return _unreachable("sambungan terputus")


def _unreachable(why: str, *, slow: bool = False) -> Unreachable:
    return Unreachable(f"Pusat tidak terjangkau ({why}).", slow=slow)


def _of_certificate(error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code == _EXPIRED:
        return "sertifikat pusat sudah berakhir, atau jam kiosk ini keliru: periksa jam, lalu hubungi pusat"
    if error.verify_code == _NOT_YET:
        return "sertifikat pusat belum berlaku, atau jam kiosk ini keliru: periksa jam, lalu hubungi pusat"
    if error.verify_code in _OTHER_NAME:
        return "sertifikat di alamat itu milik nama lain: periksa hub_url"
    return "sertifikat server bukan dari penerbit yang dipercaya: periksa ca_file, atau ada proksi yang membuka HTTPS"


def _of_tls(error: ssl.SSLError) -> str:
    reason = error.reason or ""
    return next((told for name, told in _REASONS.items() if name in reason), "sambungan aman ke pusat gagal")


def _causes(error: BaseException) -> list[BaseException]:
    """`error` and what it was made of, outermost first: urllib3 keeps the cause among its arguments."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting and len(found) < 16:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            waiting += [*one.args, one.__cause__, one.__context__]
    return found


def _look_at(file: Path, setting: str) -> None:
    try:
        file.read_bytes()
    except OSError as error:
        raise TlsUnusableError(f'"{setting}": {file} tidak dapat dibaca ({error.strerror}).') from error
