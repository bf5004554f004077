"""Desks behind an office's proxy reach their gateway through it, and say so where it fails."""

import socket
from dataclasses import replace

import pytest

from desk_app.db.settings import Settings
from desk_app.domain.errors import KnownError
from desk_app.domain.link import LinkProblem
from desk_app.domain.proxies import hide_password, read_proxy
from desk_app.sync import central
from desk_app.sync.engine import SyncEngine
from desk_app.sync.https import GatewayTransport, system_proxy
from desk_app.sync.protocol import CentreUnreachable
from tests.sync.proxy import Proxy

NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _no_proxy_of_this_computer(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def proxies():
    made = []

    def make(**options):
        made.append(Proxy(**options))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def closed_port():
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        yield line.getsockname()[1]


@pytest.fixture
def behind(make_desk, gateway, centre_url):
    """Makes a desk of the gateway that goes by its own settings; enrolled through a proxy."""
    made = []

    def make(proxy="", **changes):
        desk = make_desk(f"前台{len(made)}", is_enrolled=False)
        set_proxy(desk, proxy)
        through = replace(gateway.centre, **changes)
        text = central.add_desk(centre_url, "静安寺站", f"前台{len(made)}", gateway=through)
        desk.enrol(text["enrol"])
        desk.sync = SyncEngine(desk.database.begin, None, desk.clock)
        made.append(desk)
        return desk

    return make


def set_proxy(desk, url):
    with desk.database.begin() as connection:
        Settings(connection).put("proxy", url or None)


def test_a_desk_enrols_and_syncs_through_its_proxy_which_reads_nothing(behind, proxies, gateway):
    proxy = proxies()
    desk = behind(proxy.url)
    desk.visitor("顾晚晴")
    assert desk.run_online().pushed == 1
    assert set(proxy.asked) == {f"127.0.0.1:{gateway.port}"}
    assert proxy.passed > 0
    assert b"Bearer" not in proxy.heard


def test_a_fingerprint_is_the_centres_and_not_the_proxys(behind, proxies, papers, gateway):
    proxy = proxies()
    desk = behind(proxy.url, ca="", fingerprint=papers.fingerprint)
    assert desk.run_online().problem is None
    wrong = replace(gateway.centre, ca="", fingerprint="0" * 64, proxy=proxy.url)
    transport = GatewayTransport(wrong, "x" * 43)
    with pytest.raises(CentreUnreachable, match="WrongCertificate") as caught:
        transport.hello("x")
    assert not caught.value.is_proxy


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_without_a_setting_the_environment_names_the_proxy(behind, proxies, monkeypatch, name):
    proxy = proxies()
    monkeypatch.setenv(name, proxy.url)
    assert behind().run_online().problem is None
    assert proxy.asked


def test_the_setting_goes_before_the_environment(behind, proxies, monkeypatch, closed_port):
    proxy = proxies()
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port}")
    assert behind(proxy.url).run_online().problem is None


def test_hosts_named_in_no_proxy_are_reached_directly(behind, monkeypatch, closed_port):
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert behind().run_online().problem is None


def test_a_proxy_no_desk_can_use_counts_as_none(monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")
    assert system_proxy("centre.example") == ""


def test_a_proxy_that_is_not_there_is_named_as_the_cause(behind, proxies, closed_port):
    desk = behind(proxies().url)
    set_proxy(desk, f"http://127.0.0.1:{closed_port}")
    report = desk.run()
    assert (report.online, report.problem) == (False, LinkProblem.PROXY)


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 403 Forbidden\r\n\r\n", b"HTTP/1.1 200 OK\r\n", b"SSH-2.0-x\r\n"],
)
def test_a_proxy_that_lets_nobody_through_is_named_as_the_cause(behind, proxies, answer):
    desk = behind()
    set_proxy(desk, proxies(answer=answer).url)
    assert desk.run().problem is LinkProblem.PROXY
    set_proxy(desk, "")
    assert desk.run_online().problem is None


def test_a_centre_that_is_away_is_not_blamed_on_the_proxy(behind, proxies, gateway):
    desk = behind(proxies().url)
    desk.run_online()
    gateway.stop()
    report = desk.run()
    assert (report.online, report.problem) == (False, None)


def test_a_name_and_password_are_shown_to_the_proxy_alone(behind, proxies):
    proxy = proxies(secret="kiosk:s3cret")
    desk = behind(proxy.url.replace("//", "//kiosk:s3cret@"))
    assert desk.run_online().problem is None
    set_proxy(desk, proxy.url)
    assert desk.run().problem is LinkProblem.PROXY


def test_enrolling_through_a_wrong_proxy_says_what_to_check(behind, closed_port):
    with pytest.raises(KnownError) as caught:
        behind(f"http://127.0.0.1:{closed_port}")
    assert caught.value.code == "proxy_failed"
    assert "代理" in caught.value.zh
    assert "proxy" in caught.value.en


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("  proxy.example.cn:3128 ", "http://proxy.example.cn:3128"),
        ("http://a:b@proxy:80/", "http://a:b@proxy:80"),
        ("https://proxy:443", "https://proxy:443"),
    ],
)
def test_a_proxy_may_be_typed_without_its_scheme(typed, stored):
    assert read_proxy(typed) == stored


@pytest.mark.parametrize("typed", ["proxy", "socks5://p:1", "http://p", "http://p:x", "p:3128/a"])
def test_what_is_no_proxy_is_refused(typed):
    with pytest.raises(KnownError) as caught:
        read_proxy(typed)
    assert caught.value.code == "bad_proxy"


def test_a_password_is_never_shown_again_and_kept_when_nothing_else_changes():
    kept = "http://kiosk:s3cret@proxy:3128"
    shown = hide_password(kept)
    assert "s3cret" not in shown
    assert read_proxy(shown, kept=kept) == kept
    with pytest.raises(KnownError):
        read_proxy(shown.replace("3128", "8080"), kept=kept)
