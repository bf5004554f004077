"""Values no honest desk sends, direct and through the gateway: kept aside, and all goes on."""

import json
from dataclasses import replace
from uuid import uuid4

import orjson
import psycopg
import pytest

from desk_app.domain.changes import SCHEMA, Entity
from desk_app.sync import central
from desk_app.sync.failures import REFUSED
from tests.sync.raw_desk import RawDesk, op

AT = "2026-05-04T02:00:00+00:00"
COURSE, SESSION, VISITOR = (str(uuid4()) for _ in range(3))


def raw(entity, fields, **others):
    """An operation whose fields and other parts are written as they are given, JSON or not."""
    parts = {"e": json.dumps(entity), "r": f'"{uuid4()}"', "f": fields, "k": '"test"', "b": "{}",
             "h": "1", "a": '"x"', "v": "1"}  # fmt: skip
    return "{" + ", ".join(f'"{k}": {v}' for k, v in (parts | others).items()) + "}"


NUMBERS = (
    "NaN", "Infinity", "-Infinity", "-0", "1e400", "-1e400", "1e-400", "99999999999999999999",
    "-1", "0.5", "1e5", "true", '"1"', "[]", "{}", '"\\u0000"', '"\\ud800"',
)  # fmt: skip
STRANGE = [
    *(raw("course", f'{{"capacity": {n}}}') for n in NUMBERS),
    *(raw("visitor", '{"name": "林晓"}', h=n) for n in NUMBERS),
    *(raw("visitor", '{"name": "林晓"}', v=n) for n in NUMBERS),
    *(raw("visitor", '{"name": "林晓"}', b=n) for n in NUMBERS),
    *(raw("visitor", f'{{"name": "林晓", "phone": {n}}}') for n in NUMBERS),
    *(raw("check_in", f'{{"at": "{AT}", "offset_ms": {n}}}') for n in NUMBERS),
    *(raw("check_in", f'{{"at": {n}}}') for n in NUMBERS),
    *(raw("term", f'{{"first_day": {n}, "last_day": {n}}}') for n in NUMBERS),
    *(raw("pass", f'{{"digest": {n}, "key_id": {n}}}') for n in NUMBERS),
    *(raw("review_item", f'{{"status": {n}, "facts": {n}}}') for n in NUMBERS),
    *(raw("visitor", n) for n in NUMBERS),
    *(raw("visitor", '{"name": "林晓"}', r=n) for n in NUMBERS),
    *(raw("visitor", '{"name": "林晓"}', e=n) for n in NUMBERS),
    *(raw("visitor", '{"name": "林晓"}', a=n, k=n) for n in NUMBERS),
    *NUMBERS,
    "",
    "null",
    "{",
    raw("visitor", '{"name": "一", "name": "二"}'),
    raw("visitor", '{"name": "林晓"}', r=f'"{uuid4()}", "r": "{uuid4()}"'),
    raw("visitor", '{"name": "' + "长" * 300 + '"}'),
    raw("visitor", '{"attention": ' + "[" * 20_000 + "]" * 20_000 + "}"),
    raw("visitor", '{"' + "k" * 100_000 + '": 1}'),
    raw("visitor", "{" + ", ".join(f'"k{i}": {i}' for i in range(5000)) + "}"),
    raw("visitor", '{"revisions": {"name": {"r": 2147483647}}, "name": "林晓"}'),
    raw("visitor", '{"merged_into": "x"}'),
    raw("term", '{"first_day": "infinity", "last_day": "-infinity"}'),
    raw("term", '{"first_day": "9999999-01-01", "last_day": "epoch"}'),
    raw("check_in", '{"at": "infinity"}'),
    raw("check_in", '{"at": "now"}'),
    raw("check_in", '{"at": "2026-05-04T02:00:00+99:99"}'),
    raw("sync.desk", '{"disabled": true}'),
    raw("desk", "{}"),
    raw("plain_entity", "{}"),
]


@pytest.fixture
def thief(centre_url):
    desk = RawDesk(centre_url, "东")
    yield desk
    desk.close()


def test_an_operation_without_sense_is_answered_and_the_next_one_goes_on(thief, make_desk):
    for strange in STRANGE:
        try:
            thief.push([(uuid4(), strange)])
        except REFUSED:
            reply = thief.push([(uuid4(), strange)], careful=True)
            assert reply["code"] == "ok", strange[:200]
    assert thief.push([op("visitor", name="周明")])["code"] == "ok"
    desk = make_desk("西")
    desk.run_online()
    assert "周明" in {row["name"] for row in desk.table(Entity.VISITOR).values()}
    assert desk.run_online().pulled == 0


def test_many_of_them_in_one_batch_spoil_no_good_one(thief, make_desk):
    good = [op("visitor", name=f"好{i}") for i in range(len(STRANGE))]
    both = [pair for i, strange in enumerate(STRANGE) for pair in (good[i], (uuid4(), strange))]
    thief.send(both)
    desk = make_desk("西")
    desk.run_online()
    names = {row["name"] for row in desk.table(Entity.VISITOR).values()}
    assert {f"好{i}" for i in range(len(STRANGE))} <= names


def test_an_operation_nested_too_deep_does_not_keep_a_desk_from_the_centre(make_desk):
    """It is refused, not mistaken for a centre that is away."""
    first, second = make_desk("东"), make_desk("西")
    bad, good = first.visitor("坏"), first.visitor("周明")
    deep = '{"attention": ' + "[" * 900 + "]" * 900 + "}"
    first.sql("UPDATE outbox SET fields = :deep WHERE row_id = :id", deep=deep, id=bad)
    first.transport.inner.push = _deeper(first.transport.inner.push)
    first.run_online()
    second.run_online()
    assert set(first.results().values()) == {None, "dead_op"}
    assert good in second.table(Entity.VISITOR)


def _deeper(push):
    """Send nesting that the desk's own reader of JSON would not take."""

    def deeper(batch):
        def nest(op):
            if "attention" not in op.fields:
                return op
            return replace(op, fields={"attention": orjson.Fragment("[" * 90_000 + "]" * 90_000)})

        return push(replace(batch, ops=tuple(map(nest, batch.ops))))

    return deeper


@pytest.mark.parametrize(
    "call",
    [
        {"read": {"1": 10**400, "2": -(10**400), "3": 1e300, "x": 5, "": 1}},
        {"read": {str(i): i for i in range(1000)}},
        {"read": [1]},
        {"app": "\u001b[2J\u001b]0;x\u0007" * 20},
        {"app": {"a": 1}, "schema": "9" * 6},
        {"schema": 1e300},
        {"stream": None},
    ],
)
def test_what_a_desk_says_of_itself_spoils_no_list_of_the_owners(thief, centre_url, call):
    thief.call("SELECT api.hello(%s, %s)", thief.token, json.dumps(call))
    found = central.status(centre_url)["desks"]
    assert [desk["name"] for desk in found] == ["东"]
    assert (found[0]["app"] or "").isprintable()
    json.dumps(found)


def test_a_batch_without_a_version_is_told_so(thief):
    for head in ({"proto": 2, "schema": SCHEMA}, {"proto": 1}):
        head |= {"epoch": thief.epoch, "stream": thief.stream, "first": 1}
        reply = thief.call("SELECT api.push(%s, %s, '{}', '{}')", thief.token, json.dumps(head))
        assert reply["code"] == "SCHEMA"


@pytest.mark.parametrize("text", ["林\x00晓", "林\ud800晓"])
def test_text_that_cannot_travel_is_never_stored_at_a_desk(make_desk, text):
    first, second = make_desk("东"), make_desk("西")
    visitor = first.visitor(attention=text)
    session = first.session()
    first.check_in(session, visitor, force_reason=text, operator=text)
    first.run_online()
    second.run_online()
    assert set(first.results().values()) == {None}
    assert second.table(Entity.VISITOR)[visitor]["attention"] == "林晓"
    assert first.everything() == second.everything()


LATE = [
    ("visitor_note", {"visitor_id": VISITOR, "written_at": AT, "wording": "x"}, "wording"),
    ("check_in", {"visitor_id": VISITOR, "at": AT, "session_id": SESSION}, "force_reason"),
    ("attendance_mark", {"visitor_id": VISITOR, "session_id": SESSION, "marked_at": AT}, "reason"),
    ("answer", {"visitor_id": VISITOR, "question_id": COURSE, "answered_at": AT}, "wording"),
    ("booking", {"visitor_id": VISITOR, "booked_at": AT}, "contact"),
    ("booker_block", {"visitor_id": VISITOR, "last_day": "2026-05-04"}, "reason"),
    ("pass", {"visitor_id": VISITOR, "kind": "linked", "issued_at": AT}, "hint"),
]


@pytest.mark.parametrize(("entity", "fields", "field"), LATE, ids=[row[0] for row in LATE])
def test_no_row_about_somebody_erased_takes_personal_words_again(
    thief, centre_url, entity, fields, field
):
    late = RawDesk(centre_url, "迟到")
    row = op(entity, **fields)
    thief.push([op("visitor", VISITOR, name="林晓"), row])
    assert thief.push([op("visitor", VISITOR, kind="visitor.erased", name="")])["code"] == "ok"
    late.send([op(entity, row[1]["r"], **{field: "秘密甲"})])
    late.send([op(entity, row[1]["r"], **{field: "秘密乙", "visitor_id": str(uuid4())})])
    late.send([op(entity, **(fields | {field: "秘密丙", "at": "x", "session_id": "x"}))])
    mad = raw("course", f'{{"capacity": -1, "name": "{VISITOR} 秘密丁"}}')
    late.push([(uuid4(), mad)], careful=True)
    late.close()
    with psycopg.connect(centre_url) as owner:
        tables = owner.execute(
            "SELECT schemaname || '.' || tablename FROM pg_tables "
            "WHERE schemaname IN ('core', 'sync')"
        ).fetchall()
        stored = {
            name: str(owner.execute(f"SELECT jsonb_agg(to_jsonb(t)) FROM {name} t").fetchone())  # noqa: S608
            for (name,) in tables
        }
    assert [name for name, text in stored.items() if "秘密" in text] == []
