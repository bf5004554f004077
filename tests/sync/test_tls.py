"""A centre beyond this computer: TLS verified to the name, with an authority of one's own."""

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from desk_app.sync import central
from desk_app.sync.addresses import read_invitation
from desk_app.sync.protocol import CentreUnreachable
from desk_app.sync.throwaway_postgres import ThrowawayPostgres
from desk_app.sync.transport import DirectTransport
from tests.sync.certificates import certificate, pem


@pytest.fixture
def secure_url(tmp_path):
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca = certificate("Test CA", ca_key)
    mine = certificate("centre", key, issuer=ca.subject, issuer_key=ca_key, address="127.0.0.1")
    (tmp_path / "ca.pem").write_bytes(pem(ca))
    with ThrowawayPostgres(tmp_path / "server") as server:
        server.turn_on_tls(certificate=pem(mine), key=pem(key))
        yield f"{server.url}?sslmode=verify-full&sslrootcert={tmp_path / 'ca.pem'}"


def test_a_desk_verifies_the_centre_with_the_authority_in_its_enrolment_text(make_desk, secure_url):
    central.init(secure_url)
    central.add_station(secure_url, "静安寺站")
    text = central.add_desk(secure_url, "静安寺站", "东")["enrol"]
    centre = read_invitation(text).centre
    assert centre.sslmode == "verify-full"
    assert "BEGIN CERTIFICATE" in centre.ca

    desk = make_desk("东", is_enrolled=False)
    desk.enrol(text)
    desk.visitor()
    assert desk.run_online().pushed == 1
    with psycopg.connect(secure_url) as owner:
        rows = owner.execute(
            "SELECT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) "
            "WHERE application_name = 'desk-app'"
        ).fetchall()
    assert rows == [(True,)]

    stranger = certificate("Other CA", ec.generate_private_key(ec.SECP256R1()))
    other = type(centre)(**(desk.setting("centre") | {"ca": pem(stranger).decode()}))
    thief = DirectTransport(other, desk.setting("centre_token"))
    with pytest.raises(CentreUnreachable):
        thief.hello(desk.setting("stream"))
