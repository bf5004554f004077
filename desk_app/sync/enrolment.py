"""Joins a data directory to a centre with the text the centre gave out."""

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from sqlite3 import Connection
from typing import Any, TypeVar
from uuid import uuid4

import psycopg
from psycopg import errors, sql

from desk_app.db.outbox import Outbox
from desk_app.db.replica import Replica
from desk_app.db.settings import Settings
from desk_app.domain.errors import KnownError
from desk_app.sync.addresses import Centre, GatewayCentre, Invitation, read_invitation
from desk_app.sync.protocol import BatchRefused, CentreUnreachable
from desk_app.sync.report import RunWrite
from desk_app.sync.transport import connect

T = TypeVar("T")
_OTHERS = frozenset(
    {"redirected", "not the centre: another page answered", "torn answer", "WrongCertificate"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """Who this desk is from now on."""

    desk_id: str
    desk_name: str
    station_id: str
    station_name: str


def enrol(
    begin_connection: Callable[[], AbstractContextManager[Connection]], text: str
) -> Enrolled:
    """Join the centre from one thread; see ``enrol_beside``."""

    def run_write(job: Callable[[Connection], T], /) -> T:
        with begin_connection() as local:
            return job(local)

    return enrol_beside(run_write, text)


def enrol_beside(run_write: RunWrite, text: str) -> Enrolled:
    """Join the centre; everything already stored here stays and is sent at the next exchange.

    Local steps are short jobs of ``run_write``: no scan waits while the centre is asked.

    The new token and password are stored before the centre hears of them, so the same text can be
    tried again when the answer was lost.

    Raises:
        KnownError: Already joined; a damaged, used or expired text; the centre is out of reach.
    """
    invitation = read_invitation(text)
    secret, proxy = run_write(lambda local: _prepare(Settings(local), invitation.code))
    if isinstance(invitation.centre, GatewayCentre):
        invitation = replace(invitation, centre=replace(invitation.centre, proxy=proxy))
    centre, answer = _introduce(invitation, secret)
    run_write(lambda local: _keep(local, centre, answer, secret["token"]))
    return Enrolled(
        desk_id=answer["desk_id"],
        desk_name=answer["desk_name"],
        station_id=answer["station_id"],
        station_name=answer["station_name"],
    )


def _prepare(settings: Settings, code: str) -> tuple[dict[str, str], str]:
    """Store what this desk will be known by; answers it, and the proxy set here."""
    if settings.is_joined and settings.get("centre_token"):  # a withdrawn desk may join anew
        raise KnownError(
            "already_joined",
            zh="这台前台已经登记到一个中心。要换中心，请先在设置里退出现在的中心。",
            en="This desk has joined a centre already. Leave that one first (Settings).",
        )
    secret: dict[str, str] = settings.get("enrolling") or {}
    if secret.get("code") != code:
        secret = {
            "code": code,
            "token": secrets.token_urlsafe(32),
            "password": secrets.token_urlsafe(24),
        }
        settings.put("enrolling", secret)
    return secret, settings.get("proxy") or ""


def _keep(
    local: Connection, centre: Centre | GatewayCentre, answer: dict[str, Any], token: str
) -> None:
    """Store who this desk is from now on; its history begins anew, its data stays."""
    settings = Settings(local)
    is_again = settings.get("station_id") == answer["station_id"]
    for key in ("desk_id", "desk_name", "station_id", "station_name"):
        settings.put(key, answer[key])
    Outbox(local).fork()
    Replica(local).forget_feed()
    if isinstance(centre, GatewayCentre):
        centre = replace(centre, proxy="")  # kept by itself: it belongs to this place
    settings.put("stream", str(uuid4()))
    settings.put("centre", centre.to_json())
    settings.put("centre_token", token)
    for key in ("epoch", "enrolling", "next_token", "roster_at"):
        settings.put(key, None)
    # Joined anew where it was: what the centre has lost meanwhile must not stay here.
    settings.put("rebuild", True if is_again else None)


def leave(begin_connection: Callable[[], AbstractContextManager[Connection]]) -> None:
    """Stop exchanging with the centre; all data stays, and the desk may join it or another."""
    with begin_connection() as local:
        settings = Settings(local)
        for key in ("centre", "centre_token", "next_token", "epoch", "rebuild", "enrolling"):
            settings.put(key, None)


def _introduce(
    invitation: Invitation, secret: dict[str, str]
) -> tuple[Centre | GatewayCentre, dict[str, Any]]:
    """Tell the centre who we are; answers how it is reached from now on, and what it said."""
    first, centre = invitation.centre, invitation.centre
    if isinstance(first, GatewayCentre):
        answer = _over_https(first, invitation.code, secret["token"])
    else:
        centre = replace(first, password=secret["password"])
        answer = _directly(first, centre, invitation.code, secret["token"])
    if answer["code"] == "EXPIRED":
        raise KnownError(
            "enrolment_expired",
            zh="这段登记文字过期了。请让中心重新生成一份。",
            en="This enrolment text has expired. Ask the centre for a new one.",
        )
    if answer["code"] != "ok":
        raise _used()
    return centre, answer


def _over_https(centre: GatewayCentre, code: str, token: str) -> dict[str, Any]:
    from desk_app.sync.https import GatewayTransport  # noqa: PLC0415  (httpx costs start time)

    transport = GatewayTransport(centre, token)
    try:
        answer = transport.enrol(code)
    except BatchRefused as error:
        raise _used() from error
    except CentreUnreachable as error:
        if error.is_proxy:
            raise proxy_failed() from error
        raise _unreachable(centre.host, is_other=error.reason in _OTHERS) from error
    finally:
        transport.close()
    if answer["code"] == "BUSY":
        raise _unreachable(centre.host)
    return answer


def _directly(first: Centre, centre: Centre, code: str, token: str) -> dict[str, Any]:
    """Call enrol and change the first password, together or not at all."""
    try:
        try:
            connection = connect(first)
        except psycopg.OperationalError as first_error:
            if "authentication failed" not in str(first_error):
                raise
            connection = connect(centre)  # an earlier try came through, its answer did not
        with connection, connection.transaction():
            row = connection.execute("SELECT api.enrol(%s, %s)", (code, token)).fetchone()
            answer: dict[str, Any] = row[0] if row else {"code": "REVOKED"}
            if answer["code"] == "ok":
                verifier = connection.pgconn.encrypt_password(
                    centre.password.encode(), centre.role.encode(), b"scram-sha-256"
                )
                connection.execute(
                    sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                        sql.Identifier(centre.role), sql.Literal(verifier.decode())
                    )
                )
    except psycopg.Error as error:
        if isinstance(error, errors.InvalidPassword) or "authentication failed" in str(error):
            raise _used() from error
        raise _unreachable(centre.host) from error
    return answer


def _unreachable(host: str, *, is_other: bool = False) -> KnownError:
    if is_other:
        return KnownError(
            "centre_not_answering",
            zh=f"回答的不是中心（{host}）：可能是上网登录页、代理，或者证书不对。"
            "请先打开浏览器登录网络，再用同一段文字试一次；仍不行就请中心核对证书。",
            en=f"What answered is not the centre ({host}): perhaps a network's sign-in page, a "
            "proxy or a wrong certificate. Sign in to the network with a browser, then try the "
            "same text again; if it fails again, ask the centre to check its certificate.",
        )
    return KnownError(
        "centre_unreachable",
        zh=f"连不上中心（{host}）。请检查网络，然后用同一段文字再试一次。",
        en=f"Cannot reach the centre ({host}). "
        "Check the network, then try again with the same text.",
    )


def proxy_failed() -> KnownError:
    """Return what to say where the proxy, not the centre, stands in the way."""
    return KnownError(
        "proxy_failed",
        zh="代理服务器连不上，或者不让本机通过。请在“设置 › 同步”核对代理地址、用户名和密码；"
        "不用代理就留空。",
        en="The proxy cannot be reached or does not let this desk through. Check its address, "
        "name and password in Settings, Sync; leave it empty where there is none.",
    )


def _used() -> KnownError:
    return KnownError(
        "enrolment_used",
        zh="这段登记文字已经用过，或者被中心收回。请让中心重新生成一份。",
        en="This enrolment text was used already or withdrawn. Ask the centre for a new one.",
    )
