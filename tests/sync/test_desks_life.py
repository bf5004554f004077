"""Tokens that change, desks withdrawn and replaced, what the owner sees of them."""

import psycopg
import pytest

from desk_app.domain.changes import Entity
from desk_app.domain.errors import KnownError
from desk_app.domain.link import LinkProblem
from desk_app.services.recovery import RecoveryService
from desk_app.sync import central, central_desks
from desk_app.sync.addresses import Centre
from desk_app.sync.engine import SyncEngine
from desk_app.sync.protocol import CentreUnreachable, Code, Reply
from desk_app.sync.tokens import drop_tokens
from desk_app.sync.transport import connect
from tests.sync.desk import Desk
from tests.sync.raw_desk import RawDesk

STATION = "静安寺站"


def lose():
    raise CentreUnreachable("lost")


def code_of(call):
    with pytest.raises(KnownError) as caught:
        call()
    assert caught.value.zh
    assert caught.value.en
    return caught.value.code


def hashes(url):
    with psycopg.connect(url) as owner:
        return owner.execute("SELECT token_hash, next_token_hash FROM sync.desk").fetchone()


def test_the_old_token_works_until_the_new_one_was_used(centre_url):
    desk = RawDesk(centre_url, "东")
    old, new = desk.token, "n" * 50
    hello = "SELECT api.hello(%s, '{}')"
    assert desk.call("SELECT api.rotate(%s, %s)", old, new)["code"] == "ok"
    assert desk.call("SELECT api.rotate(%s, %s)", old, new)["code"] == "ok"
    assert desk.call(hello, old)["code"] == "ok"
    desk.token = new
    assert desk.pull()["code"] == "ok"  # a pull writes nothing
    assert desk.call(hello, old)["code"] == "ok"
    assert desk.call(hello, new)["code"] == "ok"
    assert desk.call(hello, old)["code"] == "REVOKED"
    with pytest.raises(psycopg.DataError):
        desk.call("SELECT api.rotate(%s, %s)", new, "short")
    assert desk.call("SELECT api.rotate(%s, %s)", "x" * 50, "y" * 50)["code"] == "REVOKED"
    desk.close()


@pytest.mark.parametrize("what_is_lost", ["before_rotate", "after_rotate"])
def test_a_desk_changes_its_token_though_an_answer_is_lost(make_desk, centre_url, what_is_lost):
    desk = make_desk("东")
    old = desk.setting("centre_token")
    setattr(desk.transport, what_is_lost, lose)
    with pytest.raises(CentreUnreachable):
        desk.sync.rotate_token()
    assert desk.run_online().problem is None  # the old token still works
    wanted = desk.setting("next_token")
    setattr(desk.transport, what_is_lost, lambda: None)
    assert desk.sync.rotate_token()
    assert desk.setting("centre_token") == wanted != old
    assert desk.setting("next_token") is None
    desk.visitor()
    assert desk.run_online().pushed == 1
    assert hashes(centre_url)[1] is None
    desk.sync.close()
    desk.connect()
    assert desk.run_online().problem is None


def test_the_owner_asks_and_the_desk_changes_its_token_at_the_next_hello(make_desk, centre_url):
    desk = make_desk("东")
    old = desk.setting("centre_token")
    assert central_desks.ask_for_rotation(centre_url, STATION, "东") == {"asked": 1}
    desk.run_online()
    assert desk.setting("centre_token") != old
    desk.run_online()
    assert hashes(centre_url)[1] is None
    assert central_desks.ask_for_rotation(centre_url, STATION, None) == {"asked": 1}
    assert (
        code_of(lambda: central_desks.ask_for_rotation(centre_url, STATION, "没有"))
        == "unknown_desk"
    )


def test_a_withdrawn_desk_is_out_at_once_and_its_key_is_compromised(make_desk, centre_url):
    lost, kept = make_desk("东"), make_desk("西")
    key = lost.add(Entity.PASS_KEY, key_id=7, public=b"k" * 32)
    lost.run_online()
    kept.run_online()
    found = central_desks.revoke_desk(centre_url, STATION, "东")
    assert (found["revoked"], found["keys"], found["sessions_ended"]) == (True, 1, 1)
    assert not lost.run().online  # its session has ended
    assert lost.run().problem is LinkProblem.REVOKED
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        connect(Centre(**lost.setting("centre")))
    kept.run_online()
    assert kept.table(Entity.PASS_KEY)[key]["status"] == "compromised"
    assert central_desks.revoke_desk(centre_url, STATION, "东")["keys"] == 0
    (state,) = [d for d in central.status(centre_url)["desks"] if d["name"] == "东"]
    assert state["disabled"]


def test_an_owner_who_is_no_superuser_withdraws_a_desk_and_ends_its_session(make_desk, postgres):
    with psycopg.connect(postgres.url, autocommit=True) as superuser:
        superuser.execute("CREATE ROLE chief LOGIN CREATEROLE PASSWORD 'chief'")
        superuser.execute("CREATE DATABASE chiefs OWNER chief")
    url = postgres.url_of("chiefs").replace("postgres@", "chief:chief@")
    central.init(url)
    central.add_station(url, STATION)
    desk = make_desk("东", is_enrolled=False)
    desk.enrol(central.add_desk(url, STATION, "东")["enrol"])
    desk.run_online()
    found = central_desks.revoke_desk(url, STATION, "东")
    assert (found["revoked"], found["sessions_ended"]) == (True, 1)
    assert not desk.run().online
    assert desk.run().problem is LinkProblem.REVOKED


def test_a_desk_that_hears_it_was_withdrawn_drops_its_tokens(make_desk, centre_url):
    desk = make_desk("东")
    desk.run_online()
    with psycopg.connect(centre_url) as owner:  # its session is still open
        owner.execute("UPDATE sync.desk SET disabled = true")
    desk.sync.close()
    desk.sync = SyncEngine(desk.database.begin, None, desk.clock)
    assert desk.run().problem is LinkProblem.REVOKED
    assert desk.setting("centre_token") is desk.setting("next_token") is None


def test_an_updated_app_reads_what_the_older_one_left_out(make_desk):
    east, west = make_desk("东"), make_desk("西")
    course = east.course()
    east.run_online()
    west.run_online()
    west.sql("DELETE FROM course")  # as if the older app had not known of courses
    assert west.run_online().pulled == 0
    west.sql("UPDATE setting SET value = '3' WHERE key = 'feed_schema'")
    west.run_online()
    assert set(west.table(Entity.COURSE)) == {course}
    assert west.run_online().pulled == 0


def recovery(desk):
    return RecoveryService(desk.begin, desk.clock)


def give_key(desk):
    from desk_app.services.passes import PassService  # noqa: PLC0415

    PassService(desk.begin, desk.clock).prepare_keys()


def test_what_a_computer_could_not_send_arrives_from_its_successor_once(
    make_desk, centre_url, tmp_path, empty_database, request
):
    old = make_desk("东")
    give_key(old)
    old.visitor("早先")
    old.run_online()
    old.visitor("未发")
    new = Desk(tmp_path / "new", template=empty_database)
    request.addfinalizer(new.close)
    invited = central.add_desk(centre_url, STATION, "东", replaces="东")
    assert old.run().problem is LinkProblem.REVOKED
    waiting = tmp_path / "rest.desk"
    assert recovery(old).write(waiting) == 1
    assert waiting.stat().st_mode & 0o077 == 0
    new.enrol(invited["enrol"])
    assert code_of(lambda: recovery(new).read(waiting)) == "not_trusted"
    new.run_online()
    assert recovery(new).read(waiting).new == 1
    assert recovery(new).read(waiting).new == 0
    new.run_online()
    names = {row["name"] for row in new.table(Entity.VISITOR).values()}
    assert names == {"早先", "未发"}
    assert {d["disabled"] for d in central.status(centre_url)["desks"]} == {True, False}
    keys = {row["status"] for row in new.table(Entity.PASS_KEY).values()}
    assert keys == {"retired"}


def test_a_recovery_file_that_was_changed_or_is_foreign_is_refused(make_desk, centre_url, tmp_path):
    desk = make_desk("东")
    give_key(desk)
    desk.run_online()
    desk.visitor("未发")
    file = tmp_path / "rest.desk"
    recovery(desk).write(file)
    assert code_of(lambda: recovery(desk).write(file)) == "file_exists"
    whole = file.read_text(encoding="utf-8")
    for changed, code in (
        (whole.replace("未发", "换人"), "not_trusted"),
        (whole[:-9], "file_damaged"),
        ("", "file_damaged"),
        (whole.partition("\n")[2], "file_damaged"),
    ):
        file.write_text(changed, encoding="utf-8")
        assert code_of(lambda: recovery(desk).read(file)) == code
    file.write_text(whole, encoding="utf-8")
    central.add_station(centre_url, "外滩站")
    other = make_desk("南", station="外滩站")
    other.run_online()
    assert code_of(lambda: recovery(other).read(file)) == "other_station"


def test_status_tells_how_each_desk_stands(make_desk, centre_url):
    east, west = make_desk("东"), make_desk("西")
    course = east.course(capacity=1)
    east.run_online()
    west.run_online()
    for desk in (east, west):
        desk.enrolment(course, desk.visitor())
        desk.run_online()
    bad = east.visitor("坏")
    east.sql("UPDATE outbox SET fields = '[]' WHERE row_id = :row", row=bad)
    east.run_online()
    west.add(Entity.PASS_KEY, key_id=7, public=b"k" * 32)
    west.run_online()
    for desk in (west, east):
        desk.sync._hello_s = None
        desk.run_online()
    status = central.status(centre_url)
    found = {desk["name"]: desk for desk in status["desks"]}
    assert [found[n]["open_items"] for n in ("东", "西")] == [1, 1]
    assert [found[n]["dead_operations"] for n in ("东", "西")] == [1, 0]
    assert (found["东"]["lag"], found["西"]["lag"]) == (1, 0)  # the key came after its last hello
    assert found["东"]["app"]
    assert found["东"]["schema"] >= 4
    assert status["open_items"] == 2


def test_a_busy_centre_is_asked_again_a_little_later_each_time(make_desk):
    desk = make_desk("东")
    desk.visitor()
    pauses, answers = [], [Reply(code=Code.BUSY)] * 2
    push = desk.transport.inner.push
    desk.sync._sleep = pauses.append
    desk.transport.inner.push = lambda batch: answers.pop() if answers else push(batch)
    assert desk.run_online().pushed == 1
    assert len(pauses) == 2
    assert 0 < pauses[0] < pauses[1]
    answers += [Reply(code=Code.BUSY)] * 20
    desk.visitor()
    assert desk.run().pending == 1
    assert len(pauses) == 5


def test_a_row_locked_for_long_answers_busy(make_desk, centre_url):
    desk = make_desk("东")
    course = desk.course()
    desk.run_online()
    desk.change(Entity.COURSE, course, room="二楼")
    desk.transport.inner._connection.execute("SET lock_timeout = '50ms'")
    with psycopg.connect(centre_url) as owner:
        owner.execute("ALTER FUNCTION api.push SET lock_timeout = '50ms'")
        owner.commit()
        owner.execute("SELECT FROM core.course FOR UPDATE")
        desk.sync._sleep = lambda _s: None
        report = desk.run()
        assert (report.online, report.pending, report.problem) == (True, 1, None)
    assert desk.run_online().pending == 0


def test_a_refusal_of_a_token_that_was_changed_meanwhile_locks_nobody(make_desk):
    desk = make_desk("东")
    token = desk.setting("centre_token")
    with desk.database.begin() as connection:
        drop_tokens(connection, refused="an older one")
    assert desk.setting("centre_token") == token
    with desk.database.begin() as connection:
        drop_tokens(connection, refused=token)
    assert desk.setting("centre_token") is None
