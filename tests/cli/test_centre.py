"""A centre looked after from the command line, and a desk that belongs to it."""

import pytest

from desk_app.domain.errors import KnownError
from desk_app.sync import central
from tests.postgres import centre_url, database_url, postgres  # noqa: F401

pytestmark = pytest.mark.postgres
STATION = "静安寺站"


@pytest.fixture
def joined(run, centre_url):  # noqa: F811
    """A desk of the centre with one visitor."""
    invited = run("central", "add-desk", centre_url, STATION, "东")
    assert run("enrol", invited.facts["enrol"]).status == 0
    visitor = run("visitor", "add", "--name", "林晓", "--phone", "13800001111").facts["id"]
    assert run("sync", "--once").facts["pushed"] >= 1
    return visitor


def test_status_shows_every_desk(run, joined, centre_url):  # noqa: F811
    (desk,) = run("central", "status", centre_url).facts["desks"]
    assert (desk["name"], desk["station"], desk["disabled"]) == ("东", STATION, False)
    assert desk["dead_operations"] == desk["open_items"] == 0
    assert desk["app"]
    assert desk["last_seen"]


def test_a_token_changes_on_request_of_either_side(run, joined, centre_url):  # noqa: F811
    assert run("sync", "--rotate").facts["online"]
    assert run("central", "rotate", centre_url, STATION).facts == {"asked": 1}
    assert run("sync", "--once").facts["online"]
    assert run("sync", "--once").facts["problem"] is None


def test_what_two_desks_disagree_on_is_for_a_person_and_the_exchange_is_done(
    run,
    joined,
    centre_url,  # noqa: F811
    monkeypatch,
):
    run("room", "add", "会议室")
    run("sync", "--once")
    invited = run("central", "add-desk", centre_url, STATION, "西")
    slot = ("book", "会议室", "2042-03-05T10:00", "11:00", "--for")
    monkeypatch.setattr("tests.cli.conftest.DESK", "second")
    run("enrol", invited.facts["enrol"])
    run("sync", "--once")
    run(*slot, "海岸咨询")
    monkeypatch.setattr("tests.cli.conftest.DESK", "desk")
    run(*slot, "云帆科技")
    run("sync", "--once")
    monkeypatch.setattr("tests.cli.conftest.DESK", "second")
    done = run("sync", "--once")
    assert (done.status, done.facts["pending"], done.facts["refused"]) == (0, 0, 1)
    (item,) = run("conflicts", "list").facts["items"]
    assert (item["kind"], item["here"]) == ("displaced_booking", True)


def test_a_withdrawn_desk_is_told_and_refused(run, joined, centre_url):  # noqa: F811
    with pytest.raises(KnownError):
        run("central", "revoke-desk", centre_url, STATION, "没有")
    found = run("central", "revoke-desk", centre_url, STATION, "东").facts
    assert found["revoked"]
    after = run("sync", "--once")
    assert (after.status, after.facts["problem"]) == (1, "revoked")


def code_of(run, *arguments):
    with pytest.raises(KnownError) as caught:
        run(*arguments)
    assert caught.value.zh
    return caught.value.code


def test_a_desk_whose_name_one_station_has_needs_no_station(run, joined, centre_url):  # noqa: F811
    assert code_of(run, "central", "revoke-desk", centre_url, "没有") == "unknown_desk"
    run("central", "add-station", centre_url, "外滩站")
    run("central", "add-desk", centre_url, "外滩站", "东")
    assert code_of(run, "central", "revoke-desk", centre_url, "东") == "which_desk"
    run("central", "add-desk", centre_url, "外滩站", "西")
    assert run("central", "revoke-desk", centre_url, "西").facts["revoked"]
    desks = run("central", "status", centre_url).facts["desks"]
    assert [d["name"] for d in desks if d["disabled"]] == ["西"]
    assert run("central", "revoke-desk", centre_url, "外滩站", "前台", "2").status == 2


def test_a_withdrawn_desk_answers_only_what_takes_its_data_away_or_joins_anew(
    run,
    joined,
    centre_url,  # noqa: F811
    tmp_path,
):
    copy = str(tmp_path / "copy.db")
    assert run("backup", copy).status == 0
    run("visitor", "add", "--name", "周明")
    run("central", "revoke-desk", centre_url, STATION, "东")
    run("sync", "--once")
    for refused in (
        ("visitor", "find", "林晓"),
        ("checkin", "--visitor", joined),
        ("sync", "--once"),
        ("export", "visitors", "--format", "csv", str(tmp_path / "out.csv")),
        ("watch", str(tmp_path)),
        ("restore", copy),
    ):
        assert code_of(run, *refused) == "withdrawn"
    assert run("doctor").lines
    assert run("backup", str(tmp_path / "second.db")).status == 0
    assert run("recovery", "export", str(tmp_path / "rest")).facts["operations"] == 1
    text = run("central", "add-desk", centre_url, STATION, "东", "--replaces", "东").facts["enrol"]
    assert run("enrol", text).status == 0
    assert run("sync", "--once").facts["pending"] == 0
    assert run("visitor", "find", "林晓").status == 0


def test_what_waits_moves_to_a_new_computer(run, joined, centre_url, tmp_path, monkeypatch):  # noqa: F811
    run("visitor", "add", "--name", "周明")
    file = str(tmp_path / "rest.desk")
    assert run("recovery", "export", file).facts["operations"] == 1
    invited = run("central", "add-desk", centre_url, STATION, "东", "--replaces", "东")
    monkeypatch.setattr("tests.cli.conftest.DESK", "second")
    assert run("enrol", invited.facts["enrol"]).status == 0
    with pytest.raises(KnownError):  # it does not know the old desk's key yet
        run("recovery", "import", file)
    run("sync", "--once")
    assert run("recovery", "import", file).facts == {"operations": 1, "new": 1}
    assert run("sync", "--once").facts["pending"] == 0
    assert run("visitor", "find", "周明").lines
    assert central.status(centre_url)["counts"]["visitor"] == 2


def test_somebody_is_erased_here_and_at_the_centre(run, joined, centre_url):  # noqa: F811
    assert run("visitor", "erase", joined).facts["erased"] == joined
    assert run("sync", "--once").facts["pending"] == 0
    with pytest.raises(KnownError):
        run("visitor", "show", joined)
    assert run("central", "let-go", centre_url).facts == {"let_go": 0}


def test_a_visitor_of_another_station_is_found_and_attached(run, joined, centre_url, monkeypatch):  # noqa: F811
    central.add_station(centre_url, "外滩站")
    invited = run("central", "add-desk", centre_url, "外滩站", "南")
    monkeypatch.setattr("tests.cli.conftest.DESK", "second")
    with pytest.raises(KnownError):
        run("visitor", "elsewhere", "13800001111")  # not joined
    run("enrol", invited.facts["enrol"])
    (found,) = run("visitor", "elsewhere", "13800001111").facts["found"]
    assert found == {"id": joined, "name": "林*", "station": STATION, "here": False}
    with pytest.raises(KnownError):
        run("visitor", "elsewhere", "1380")
    assert run("visitor", "elsewhere", "13800001111", "--attach", joined).facts["attached"]
    run("sync", "--once")
    assert run("visitor", "show", joined).status == 0
    for _ in range(18):
        run("visitor", "elsewhere", "13800001112")
    with pytest.raises(KnownError):
        run("visitor", "elsewhere", "13800001112")


def test_a_withdrawn_desks_records_are_taken_in_only_where_staff_vouch_for_it(
    run,
    joined,
    centre_url,  # noqa: F811
    tmp_path,
    monkeypatch,
):
    run("central", "revoke-desk", centre_url, STATION, "东")
    run("visitor", "add", "--name", "周明")
    run("sync", "--once")
    file = str(tmp_path / "rest.desk")
    assert run("recovery", "export", file).status == 0
    invited = run("central", "add-desk", centre_url, STATION, "西")
    monkeypatch.setattr("tests.cli.conftest.DESK", "second")
    run("enrol", invited.facts["enrol"])
    run("sync", "--once")
    assert code_of(run, "recovery", "import", file) == "not_trusted"
    assert code_of(run, "recovery", "import", file, "--from-withdrawn") == "bad_name"
    vouched = run("recovery", "import", file, "--from-withdrawn", "--operator", "陈静")
    assert vouched.facts == {"operations": 1, "new": 1}
