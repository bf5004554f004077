"""The command line of files that leave the station, and of paper keyed in."""

from datetime import timedelta

import pytest

from desk_app.domain.clock import local_day, system_clock
from desk_app.domain.errors import KnownError


@pytest.fixture
def course(run):
    """A lesson on an evening that is over, and two learners."""
    for name in ("顾晚晴", "罗一舟"):
        run("visitor", "add", "--name", name, "--phone", "13812341234")
    added = run(
        "course", "add", "--name", "彩妆基础", "--starts", "2026-03-02T19:00", "--minutes", "90",
        "--lessons", "1", "--capacity", "9", "--room", "三楼",
    ).facts  # fmt: skip
    for name in ("顾晚晴", "罗一舟"):
        run("course", "enrol", "彩妆基础", name)
    return added


@pytest.mark.parametrize(
    ("what", "ending", "starts"),
    [
        ("attendance", "xlsx", b"PK"),
        ("attendance", "csv", b"\xef\xbb\xbf"),
        ("attendance", "pdf", b"%PDF"),
        ("visitors", "xlsx", b"PK"),
        ("visitors", "csv", b"\xef\xbb\xbf"),
        ("visitors", "pdf", b"%PDF"),
        ("calendar", "ics", b"BEGIN:VCALENDAR"),
        ("signin", "pdf", b"%PDF"),
    ],
)
def test_each_export_writes_the_file_it_names(run, course, tmp_path, what, ending, starts):
    out = tmp_path / f"out.{ending}"
    done = run("export", what, "--course", "彩妆基础", "--format", ending, str(out))
    rows = 1 if what == "calendar" else 2
    assert done.facts == {"exported": what, "format": ending, "rows": rows, "out": str(out)}
    assert out.read_bytes().startswith(starts)
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize(
    ("what", "ending", "starts"),
    [
        ("attendance", "xlsx", b"PK"),
        ("bookings", "xlsx", b"PK"),
        ("bookings", "ics", b"BEGIN:VCALENDAR"),
        ("day", "pdf", b"%PDF"),
        ("day", "xlsx", b"PK"),
        ("day", "csv", b"\xef\xbb\xbf"),
        ("calendar", "ics", b"BEGIN:VCALENDAR"),
    ],
)
def test_without_a_course_or_a_room_an_export_is_of_all(
    run, course, tmp_path, what, ending, starts
):
    run("room", "add", "会议室 B")
    day = f"{local_day(system_clock()) + timedelta(days=1)}"
    assert run("book", "会议室 B", f"{day}T10:00", "11:00", "--for", "云帆科技").status == 0
    out = tmp_path / f"out.{ending}"
    done = run("export", what, "--from", day, "--to", day, "--format", ending, str(out))
    assert done.facts["rows"] >= 1
    assert out.read_bytes().startswith(starts)


def test_who_came_gets_the_certificate(run, course, tmp_path):
    run("keyin", "彩妆基础", "顾晚晴", "--at", "2026-03-02T18:55")
    out = tmp_path / "certificates.pdf"
    assert run("export", "certificates", "--course", "彩妆基础", str(out)).facts["rows"] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("calendar", "out.xlsx"),
        ("signin", "--format", "csv", "out.csv"),
        ("visitors", "--format", "csv", "out.xlsx"),
        ("visitors", "out.doc"),
        ("certificates", "out.pdf"),
        ("visitors", "out.ics"),
    ],
)
def test_a_file_that_would_be_something_else_is_wrong_usage(run, tmp_path, arguments):
    *others, name = arguments
    assert run("export", *others, str(tmp_path / name)).status == 2
    assert not (tmp_path / name).exists()


def test_whole_phones_leave_with_staff_only(run, course, tmp_path):
    out = tmp_path / "out.csv"
    run("export", "visitors", str(out))
    assert "138****1234" in out.read_text("utf-8-sig")
    with pytest.raises(KnownError) as refused:
        run("export", "visitors", "--full", str(out))
    assert refused.value.code == "needs_staff"
    run("operator", "add", "陈静", "--role", "staff", "--pin", "2468")
    with pytest.raises(KnownError) as refused:
        run("export", "visitors", "--full", "--operator", "陈静", "--pin", "1111", str(out))
    assert refused.value.code == "wrong_pin"
    assert "13812341234" not in out.read_text("utf-8-sig")
    run("export", "visitors", "--full", "--operator", "陈静", "--pin", "2468", str(out))
    assert "13812341234" in out.read_text("utf-8-sig")


def test_a_folder_that_is_not_there_is_said_first(run, course, tmp_path):
    with pytest.raises(KnownError) as refused:
        run("export", "visitors", str(tmp_path / "none" / "out.csv"))
    assert refused.value.code == "no_such_folder"


def test_a_file_that_cannot_be_written_leaves_nothing_behind(run, course, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(KnownError) as refused:
        run("export", "visitors", "--format", "csv", str(out))
    assert refused.value.code == "file_not_writable"
    assert list(out.iterdir()) == []


def test_a_course_and_the_day_of_the_paper_name_the_lesson(run, course):
    keyed = run("keyin", "彩妆基础", "顾晚晴", "--at", "2026-03-02T18:55")
    assert (keyed.status, keyed.facts["session"]) == (0, course["sessions"][0]["id"])
    with pytest.raises(KnownError) as refused:
        run("keyin", "彩妆基础", "顾晚晴", "--at", "2026-03-03T18:55")
    assert refused.value.code == "unknown_session"


def test_names_are_keyed_in_on_the_lessons_day_and_the_unknown_named(run, course):
    session = course["sessions"][0]["id"]
    keyed = run("keyin", session, "顾晚晴", "没有人", "罗一舟@19:25", "--at", "18:55")
    assert keyed.status == 1
    assert (keyed.facts["in"], keyed.facts["not_found"]) == (2, ["没有人"])
    assert [(line["at"][:16], line["attendance"]) for line in keyed.facts["lines"]] == [
        ("2026-03-02T18:55", "present"),
        ("2026-03-02T18:55", None),
        ("2026-03-02T19:25", "late"),
    ]
    assert run("keyin", session, "顾晚晴", "--at", "18:55").status == 0
    assert run("keyin", session, "顾晚晴").status == 2


def test_a_read_only_file_is_not_replaced(run, tmp_path):
    run("visitor", "add", "--name", "顾晚晴")
    out = tmp_path / "kept.xlsx"
    out.write_text("mine")
    out.chmod(0o444)
    refused = run_refused(run, "export", "visitors", str(out))
    assert refused == "file_read_only"
    assert out.read_text() == "mine"


def run_refused(run, *arguments):
    with pytest.raises(KnownError) as refused:
        run(*arguments)
    return refused.value.code
