"""A certificate authority of the test's own: real X.509, no program of the machine, no secret in the repository."""

from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kiosk.ops.clock import SystemClock

A_YEAR: Final = timedelta(days=365)


class Authority:
    """Signs for servers and for clients; everything it makes lies as PEM in `folder`."""

    def __init__(self, folder: Path, name: str = "CA Uji") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named(name)
        made = (
            _begun(self._name, self._name, self._key, timedelta(days=-1), A_YEAR)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False)
        )
        self.file = folder / "ca.pem"
        self.file.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM))

    def server(
        self, host: str, *, begins: timedelta = timedelta(days=-1), lasts: timedelta = A_YEAR
    ) -> tuple[Path, Path]:
        """Certificate and key of a server at `host`, a name or an address."""
        try:
            name: x509.GeneralName = x509.IPAddress(ip_address(host))
        except ValueError:
            name = x509.DNSName(host)
        return self._issue(
            "server", x509.SubjectAlternativeName([name]), ExtendedKeyUsageOID.SERVER_AUTH, begins, lasts
        )

    def client(self, kiosk: str, *, lasts: timedelta = A_YEAR) -> tuple[Path, Path]:
        """Certificate and key of a kiosk."""
        name = x509.SubjectAlternativeName([x509.DNSName(kiosk)])
        return self._issue(kiosk, name, ExtendedKeyUsageOID.CLIENT_AUTH, timedelta(days=-2), lasts)

    def _issue(
        self,
        name: str,
        who: x509.SubjectAlternativeName,
        what_for: x509.ObjectIdentifier,
        begins: timedelta,
        lasts: timedelta,
    ) -> tuple[Path, Path]:
        key = ec.generate_private_key(ec.SECP256R1())
        made = (
            _begun(_named(name), self._name, key, begins, lasts)
            .add_extension(who, critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([what_for]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        certificate, private = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        certificate.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM))
        private.write_bytes(_pem(key))
        return certificate, private


def locked(key: Path) -> Path:
    """The same key behind a password, which no service can be asked for."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    found = load_pem_private_key(key.read_bytes(), None)
    closed = key.with_suffix(".locked")
    closed.write_bytes(found.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"rahasia uji")))
    return closed


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, begins: timedelta, lasts: timedelta
) -> x509.CertificateBuilder:
    now = SystemClock().now()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + begins)
        .not_valid_after(now + begins + lasts)
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
