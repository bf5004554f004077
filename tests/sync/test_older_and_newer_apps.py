"""Desks whose app is older or newer than the centre: nothing they noted is stranded."""

from uuid import UUID, uuid4

import psycopg
import pytest

from desk_app.domain.changes import SCHEMA, Entity
from desk_app.domain.link import LinkProblem
from tests.sync import invented_schemas as schemas
from tests.sync.desk import Desk
from tests.sync.raw_desk import RawDesk, op

AT = "2026-03-02T11:00:00.000000Z"


@pytest.fixture
def centre(centre_url):
    """A centre that has seen two versions go by."""
    schemas.teach(centre_url)
    with psycopg.connect(centre_url) as owner:
        owner.execute(
            "INSERT INTO sync.upcast (to_schema, entity, became, fields, vals) VALUES "
            "(%(last)s, 'firm', 'company', '{\"title\": \"name\", \"fax\": null}', '{}'), "
            '(%(this)s, \'company\', NULL, \'{"name": "short_name", "full_name": "name"}\','
            ' \'{"floor": {"ground": "1"}}\')',
            {"last": SCHEMA - 1, "this": SCHEMA},
        )
    return centre_url


@pytest.fixture
def raw(centre):
    desk = RawDesk(centre, "东")
    yield desk
    desk.close()


def of(version, made):
    return made[0], made[1] | {"v": version}


def company(url, row_id):
    with psycopg.connect(url) as owner:
        return owner.execute(
            "SELECT name, short_name, floor FROM core.company WHERE company_id = %s", (row_id,)
        ).fetchone()


@pytest.mark.parametrize("careful", [False, True])
def test_what_an_older_app_noted_is_brought_to_todays_fields_version_by_version(
    raw, centre, careful
):
    rows = [UUID(int=uuid4().int) for _ in range(3)]
    ops = [
        of(SCHEMA - 2, op("firm", rows[0], title="梧桐", fax="021", floor="ground")),
        of(SCHEMA - 1, op("company", rows[1], name="梧桐", full_name="梧桐科技", floor="ground")),
        of(SCHEMA, op("company", rows[2], name="梧桐科技", floor="ground")),
    ]
    assert raw.push(ops, careful=careful)["results"] == []
    assert company(centre, rows[0]) == ("", "梧桐", "1")
    assert company(centre, rows[1]) == ("梧桐科技", "梧桐", "1")
    assert company(centre, rows[2]) == ("梧桐科技", "", "ground")
    assert {row[3] for row in raw.pull()["rows"]} == {"company"}


def test_base_revisions_go_by_todays_names_too(raw, centre):
    row = uuid4()
    raw.push([op("visitor", row, name="周明", workplace="一")])
    other = RawDesk(centre, "西")
    other.push([of(SCHEMA - 2, op("visitor", row, job="二", base={"job": 1}, hlc=1))])
    other.close()
    with psycopg.connect(centre) as owner:
        assert owner.execute("SELECT workplace FROM core.visitor").fetchone() == ("二",)


@pytest.mark.parametrize("version", ["x", None, -1, 10**9, {"a": 1}])
def test_an_operation_of_no_known_version_is_taken_as_it_is(raw, centre, version):
    row = uuid4()
    assert raw.push([of(version, op("company", row, name="梧桐"))])["results"] == []
    assert company(centre, row)[0] == "梧桐"


def test_what_cannot_be_read_is_kept_aside_whatever_its_version(raw):
    broken = of(SCHEMA - 2, op("visitor", uuid4()))
    broken[1]["f"] = []
    reply = raw.push([broken], careful=True)
    assert [r["code"] for r in reply["results"]] == ["dead_op"]


class OtherApp(Desk):
    """A desk with an app of another version."""

    def connect(self):
        super().connect()
        schema = self.setting("worn_schema") or SCHEMA
        transport = schemas.TransportOf(self.transport.inner._centre, self.setting("centre_token"))
        self.transport.inner.close()
        transport.schema = schema
        self.transport.inner = transport

    def put(self, key, value):
        self.sql("INSERT OR REPLACE INTO setting VALUES (:key, :value)", key=key, value=str(value))

    def install(self, schema):
        schemas.install(self, schema)
        self.close()
        self.open()


@pytest.fixture
def other_app(centre_url, tmp_path, empty_database):
    from desk_app.sync import central  # noqa: PLC0415

    schemas.teach(centre_url)
    desk = OtherApp(tmp_path / "other", template=empty_database)
    desk.enrol(central.add_desk(centre_url, "静安寺站", "别")["enrol"])
    yield desk
    desk.close()


def test_a_desk_two_versions_back_pushes_says_it_must_be_updated_and_then_reads_all(
    other_app, make_desk
):
    desk = make_desk("东")
    other_app.install(schemas.PUSHES)
    theirs = other_app.visitor("周明", workplace="梧桐科技")
    desk.visitor("林晓")
    desk.run_online()
    report = other_app.run()
    assert (report.problem, report.pushed, report.pulled) == (LinkProblem.SCHEMA, 1, 0)
    desk.run_online()
    assert desk.table(Entity.VISITOR)[theirs]["workplace"] == "梧桐科技"
    other_app.change(Entity.VISITOR, theirs, workplace="外滩商行")  # noted before the update
    other_app.install(SCHEMA)
    assert other_app.run_online().problem is None
    desk.run_online()
    assert desk.table(Entity.VISITOR) == other_app.table(Entity.VISITOR)
    assert desk.table(Entity.VISITOR)[theirs]["workplace"] == "外滩商行"


def test_a_desk_one_version_back_reads_and_after_the_update_knows_what_it_left_out(
    other_app, make_desk
):
    desk = make_desk("东")
    other_app.install(schemas.PULLS)
    visitor = desk.visitor("林晓")
    note = desk.add(
        Entity.VISITOR_NOTE, visitor_id=visitor, wording="请走侧门", written_at=desk.clock()
    )
    desk.run_online()
    assert other_app.run_online().problem is None
    assert set(other_app.table(Entity.VISITOR)) == {visitor}
    assert not other_app.table(Entity.VISITOR_NOTE)
    other_app.install(SCHEMA)
    other_app.run_online()
    assert set(other_app.table(Entity.VISITOR_NOTE)) == {note}


def test_a_desk_newer_than_the_centre_keeps_what_it_noted_until_the_centre_is_updated(
    other_app, make_desk, centre_url
):
    desk = make_desk("东")
    other_app.install(schemas.NEXT)
    row = other_app.add(Entity.COMPANY, name="梧桐科技")
    report = other_app.run()
    assert (report.problem, report.pushed, report.pending) == (LinkProblem.SCHEMA, 0, 1)
    schemas.update(centre_url)
    report = other_app.run_online()
    assert (report.problem, report.pushed, report.pending) == (None, 1, 0)
    desk.run_online()  # of the version before: it leaves out what it does not know
    assert desk.table(Entity.COMPANY)[row]["name"] == "梧桐科技"
    with psycopg.connect(centre_url) as owner:
        assert owner.execute("SELECT nickname FROM core.company").fetchall() == [("小名",)]
