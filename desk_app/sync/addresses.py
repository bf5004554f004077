"""Where a centre is: PostgreSQL and gateway addresses, and when plain connections are allowed."""

import base64
import ipaddress
import json
import re
import zlib
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from desk_app.domain.errors import KnownError

ENROL_PREFIX = "sd-enrol:1:"
GATEWAY_PREFIX = "sd-enrol:2:"
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """How a desk reaches its centre.

    Attributes:
        host: Name, address or folder of a Unix socket.
        ca: PEM of the authority that signed the server's certificate; empty: the system's own.
    """

    host: str
    port: int
    dbname: str
    role: str
    password: str
    sslmode: str = "verify-full"
    ca: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return what the setting ``centre`` holds."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayCentre:
    """How a desk reaches its centre through a gateway.

    Attributes:
        url: ``https://`` address without a path of its own.
        ca: PEM of the authority that signed the gateway's certificate; empty: the system's own.
        fingerprint: SHA-256 of the certificate in lower-case hex; if given it alone decides.
        proxy: Address of a proxy; empty: as the environment or the system says.
    """

    url: str
    ca: str = ""
    fingerprint: str = ""
    proxy: str = ""

    @property
    def host(self) -> str:
        """Name of the gateway's computer."""
        return urlsplit(self.url).hostname or self.url

    def to_json(self) -> dict[str, Any]:
        """Return what the setting ``centre`` holds."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What an enrolment text says; the password and the code work once."""

    centre: Centre | GatewayCentre
    code: str


def centre_from(facts: dict[str, Any], *, proxy: str = "") -> Centre | GatewayCentre:
    """Read what the setting ``centre`` holds; ``proxy``: what the setting of this name holds."""
    if "url" not in facts:
        return Centre(**facts)
    centre = GatewayCentre(**facts)
    return replace(centre, proxy=proxy or centre.proxy)


def gateway_at(url: str, *, ca: str = "", fingerprint: str = "", proxy: str = "") -> GatewayCentre:
    """Check a gateway's address; the fingerprint may be written with colons, in either case.

    Raises:
        KnownError: It is no ``https://`` address, or the fingerprint is no SHA-256.
    """
    try:
        parts = urlsplit(url.strip())
        is_good = parts.scheme == "https" and bool(parts.hostname) and parts.username is None
        is_good = is_good and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good:
        raise KnownError(
            "bad_gateway",
            zh="网关地址要以 https:// 开头。例：https://centre.example.cn:8443",
            en="A gateway's address starts with https://. Example: https://centre.example.cn:8443",
        )
    fingerprint = fingerprint.replace(":", "").strip().lower()
    if fingerprint and not _FINGERPRINT.fullmatch(fingerprint):
        raise KnownError(
            "bad_fingerprint",
            zh="证书指纹是 64 位十六进制。可用 openssl x509 -fingerprint -sha256 查看。",
            en="The fingerprint must be a SHA-256 of 64 hexadecimal digits: see "
            "openssl x509 -fingerprint -sha256.",
        )
    return GatewayCentre(url=url.strip().rstrip("/"), ca=ca, fingerprint=fingerprint, proxy=proxy)


def is_local(host: str) -> bool:
    """Whether nothing leaves this computer: a Unix socket or loopback."""
    if host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_tls(host: str, sslmode: str) -> None:
    """Refuse to send personal data where others can read it.

    Raises:
        KnownError: The connection would leave this computer without verified TLS.
    """
    if sslmode != "verify-full" and not is_local(host):
        raise KnownError(
            "tls_required",
            zh=f"到 {host} 的连接必须加密并核对证书。"
            "请在地址后加 ?sslmode=verify-full&sslrootcert=证书文件。",
            en=f"The connection to {host} must be encrypted and verified: "
            "add ?sslmode=verify-full&sslrootcert=FILE to the address.",
        )


def address_of(url: str) -> tuple[str, int, str, str, str]:
    """Return host, port, database, sslmode and CA (PEM) of a PostgreSQL address.

    Raises:
        KnownError: It is no such address, or its CA file cannot be read.
    """
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise KnownError(
            "bad_url",
            zh="这不是 PostgreSQL 地址。例：postgresql://owner@host:5432/station",
            en="This is no PostgreSQL address. Example: postgresql://owner@host:5432/station",
        ) from error
    host = str(parts.get("host") or "/var/run/postgresql")
    sslmode = str(parts.get("sslmode") or ("prefer" if is_local(host) else "verify-full"))
    root = str(parts.get("sslrootcert") or "")
    ca = read_ca(Path(root) if root and root != "system" else None)
    dbname = str(parts.get("dbname") or parts.get("user") or "postgres")
    return host, int(parts.get("port") or 5432), dbname, sslmode, ca


def read_ca(path: Path | None) -> str:
    """Return an authority's certificate as PEM; empty if there is none.

    Raises:
        KnownError: The file cannot be read.
    """
    try:
        return path.read_text(encoding="ascii") if path is not None else ""
    except (OSError, UnicodeDecodeError) as error:
        raise KnownError(
            "ca_unreadable",
            zh=f"读不了证书文件：{path}。请检查 sslrootcert 或 --ca 的路径。",
            en=f"Cannot read the certificate file {path}: check the path in sslrootcert or --ca.",
        ) from error


def write_invitation(invitation: Invitation) -> str:
    """Write an enrolment text: one line that fits a QR code."""
    centre = invitation.centre
    is_gateway = isinstance(centre, GatewayCentre)
    facts = [*centre.to_json().values()]
    body = json.dumps([*(facts[:3] if is_gateway else facts), invitation.code])
    packed = base64.urlsafe_b64encode(zlib.compress(body.encode(), 9)).decode()
    return (GATEWAY_PREFIX if is_gateway else ENROL_PREFIX) + packed.rstrip("=")


def read_invitation(text: str) -> Invitation:
    """Read an enrolment text.

    Raises:
        KnownError: It is none, or part of it is missing.
    """
    try:
        packed = text.strip().removeprefix(ENROL_PREFIX).removeprefix(GATEWAY_PREFIX)
        if packed == text.strip() or len(packed) > 8192:  # noqa: PLR2004
            raise ValueError("prefix or length")  # noqa: TRY301
        unzip = zlib.decompressobj()
        body = unzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), 65536)
        if text.strip().startswith(GATEWAY_PREFIX):
            url, root, fingerprint, code = map(str, json.loads(body))
            gateway = gateway_at(url, ca=root, fingerprint=fingerprint)
            return Invitation(centre=gateway, code=code)
        host, port, dbname, role, password, sslmode, ca, code = json.loads(body)
        centre = Centre(
            host=str(host),
            port=int(port),
            dbname=str(dbname),
            role=str(role),
            password=str(password),
            sslmode=str(sslmode),
            ca=str(ca),
        )
        return Invitation(centre=centre, code=str(code))
    except (ValueError, TypeError, zlib.error) as error:
        raise KnownError(
            "bad_enrolment_text",
            zh="这段登记文字不完整或不对。请重新复制整段（以 sd-enrol: 开头），"
            "或让中心重新生成一份。",
            en="This enrolment text is damaged or incomplete. Copy all of it (it starts with "
            "sd-enrol:) or ask the centre for a new one.",
        ) from error
