"""The command line: the contract of outcomes, facts and exit codes."""

import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace

import cv2
import pytest

from desk_app.cli import command_of
from desk_app.domain.clock import iso_local, local_day, system_clock
from desk_app.domain.errors import KnownError
from desk_app.scan.decoder import Decoder
from desk_app.scan.pictures import read_image

SOON = iso_local(system_clock() + timedelta(minutes=5))


@pytest.fixture
def learner(run):
    visitor = run("visitor", "add", "--name", "顾晚晴", "--phone", "１３８ 1234 1234").facts["id"]
    course = run(
        "course", "add", "--name", "彩妆基础", "--starts", SOON, "--minutes", "90",
        "--lessons", "2", "--capacity", "1", "--holidays", "keep",
    ).facts  # fmt: skip
    assert run("course", "enrol", "彩妆基础", "顾晚晴").facts == {
        "outcome": "confirmed",
        "place": 1,
    }
    return SimpleNamespace(visitor=visitor, sessions=[s["id"] for s in course["sessions"]])


def test_a_pass_admits_once_and_then_says_already_in(run, learner):
    code = run("pass", "issue", "顾晚晴").facts["code"]
    first = run("checkin", code)
    assert first.status == 0
    assert first.facts["outcome"] == "admitted"
    assert first.facts["visitor"] == learner.visitor
    assert first.facts["session"] == learner.sessions[0]
    assert first.facts["attendance"] == "present"
    assert first.facts["first_at"].endswith("+08:00")
    again = run("checkin", code)
    assert again.status == 1
    assert again.facts["outcome"] == "already_in"
    assert again.facts["check_in"] == first.facts["check_in"]


def test_the_same_nonce_counts_once_and_succeeds_both_times(run, learner):
    first = run("checkin", "--visitor", "顾晚晴", "--nonce", "scan-1")
    again = run("checkin", "--visitor", "顾晚晴", "--nonce", "scan-1")
    assert (first.status, again.status) == (0, 0)
    assert first.facts["check_in"] == again.facts["check_in"]


def test_undo_takes_a_check_in_back_once(run, learner):
    check_in = run("checkin", "--visitor", "顾晚晴").facts["check_in"]
    assert run("checkin", "undo", check_in).facts["outcome"] == "undone"
    again = run("checkin", "undo", check_in)
    assert (again.status, again.facts["outcome"]) == (1, "already_undone")
    assert run("checkin", "--visitor", "顾晚晴").facts["outcome"] == "admitted"


@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_a_pass_is_written_as_a_picture(run, learner, tmp_path, suffix):
    out = tmp_path / f"pass{suffix}"
    code = run("pass", "issue", "顾晚晴", "--out", str(out)).facts["code"]
    if suffix == ".png":
        assert [r.text for r in Decoder().decode(read_image(out))] == [code]
    else:
        assert out.read_text().startswith("<svg")


def test_a_picture_of_an_unknown_kind_issues_nothing(run, learner, tmp_path):
    with pytest.raises(KnownError, match="png"):
        run("pass", "issue", "顾晚晴", "--out", str(tmp_path / "pass.gif"))
    assert run("visitor", "show", "顾晚晴").facts["passes"] == []


def test_force_needs_a_name_and_once_there_is_staff_their_pin(run, learner):
    other = ["checkin", "--visitor", "罗一舟", "--session", learner.sessions[0], "--force", "补课"]
    run("visitor", "add", "--name", "罗一舟")
    with pytest.raises(KnownError):
        run(*other)
    run("operator", "add", "周站长", "--role", "staff", "--pin", "2468")
    with pytest.raises(KnownError):
        run(*other, "--operator", "周站长", "--pin", "1111")
    forced = run(*other, "--operator", "周站长", "--pin", "2468")
    assert (forced.status, forced.facts["outcome"]) == (0, "admitted")
    assert forced.facts["overrode"] is True


def test_a_full_course_refuses_or_queues(run, learner):
    run("visitor", "add", "--name", "罗一舟")
    full = run("course", "enrol", "彩妆基础", "罗一舟")
    assert (full.status, full.facts["outcome"]) == (1, "full")
    queued = run("course", "enrol", "彩妆基础", "罗一舟", "--waitlist")
    assert queued.facts == {"outcome": "waitlisted", "place": 1}
    roster = run("course", "roster", "彩妆基础").facts["visitors"]
    assert [line["status"] for line in roster] == ["confirmed", "waitlisted"]
    assert roster[0]["phone"] == "138****1234"


def test_another_days_lesson_is_refused_under_the_lesson_asked_for(run, learner):
    found = run("checkin", "--visitor", "顾晚晴", "--session", learner.sessions[1])
    assert found.facts["outcome"] == "wrong_day"
    assert found.facts["session"] == learner.sessions[1]


def test_too_early_says_when_the_doors_open(run):
    tomorrow = local_day(system_clock()) + timedelta(days=1)  # at midnight too the same day
    run("visitor", "add", "--name", "顾晚晴")
    run(
        "course", "add", "--name", "插花", "--starts", f"{tomorrow}T14:00", "--minutes", "90",
        "--lessons", "1", "--capacity", "5", "--holidays", "keep",
    )  # fmt: skip
    run("course", "enrol", "插花", "顾晚晴")
    found = run("checkin", "--visitor", "顾晚晴", "--at", f"{tomorrow}T12:30")
    assert found.facts["outcome"] == "too_early"
    assert found.facts["opens_at"] == f"{tomorrow}T13:30:00+08:00"


def test_watching_a_folder_admits_each_linked_code_once(run, learner, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    run("pass", "link", "顾晚晴", "BADGE-0042")
    picture = cv2.QRCodeEncoder.create().encode("BADGE-0042")
    picture = cv2.copyMakeBorder(picture, 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=255)
    large = cv2.resize(picture, None, fx=8, fy=8, interpolation=cv2.INTER_NEAREST)
    for name in ("a.png", "b.png"):
        cv2.imwrite(str(folder / name), large)
    outcomes = [line["outcome"] for line in run("watch", str(folder)).lines]
    assert outcomes.count("admitted") == 1
    assert set(outcomes) <= {"admitted", "already_in"}


def test_find_asks_for_more_and_finds_by_initials(run, learner):
    assert run("visitor", "find", "g").facts["needs_more"] is True
    assert [v["id"] for v in run("visitor", "find", "gwq").facts["visitors"]] == [learner.visitor]


def test_backup_makes_a_copy_that_restores(run, learner, tmp_path):
    copy = tmp_path / "copy.db"
    assert run("backup", str(copy)).status == 0
    run("visitor", "add", "--name", "之后来的")
    assert run("restore", str(copy)).status == 0
    assert run("visitor", "find", "之后来的").facts["visitors"] == []
    assert run("visitor", "find", "顾晚晴").status == 0


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["visitor", "find", "nobody"], 1),
        (["checkin"], 2),
        (["checkin", "--visitor", "x", "--at", "yesterday"], 2),
        (["decode", "no-such.png"], 1),
        (["sync", "--once"], 1),
    ],
)
def test_exit_codes_tell_refused_from_wrong_usage(tmp_path, arguments, status):
    command = [sys.executable, "-m", "desk_app.cli", "--data", str(tmp_path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_data_folder_name_is_wrong_usage_and_makes_nothing(tmp_path):
    command = [sys.executable, "-m", "desk_app.cli", "--data", "", "doctor"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 2
    assert "没有写文件夹" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_is_broken_in_both_languages_and_left_alone(tmp_path):
    database = tmp_path / "desk.db"
    database.write_bytes(b"no database at all" * 100)
    command = [sys.executable, "-m", "desk_app.cli", "--data", str(tmp_path), "visitor", "find"]
    done = subprocess.run([*command, "gwq"], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "损坏" in done.stderr
    assert "damaged" in done.stderr
    assert database.read_bytes() == b"no database at all" * 100


def test_a_roster_is_previewed_imported_once_and_its_errors_go_back(run, tmp_path):
    run("course", "add", "--name", "行书", "--starts", "2026-12-01T19:00", "--minutes", "90",
        "--lessons", "2", "--capacity", "5")  # fmt: skip
    sheet = tmp_path / "名册.csv"
    sheet.write_text("姓名,手机号\n林晓,138 1234 0001\n赵敏,abc\n", encoding="gb18030")
    preview = run("import", "roster", str(sheet), "--course", "行书", "--dry-run")
    assert (preview.facts["rows"], preview.facts["new"], preview.facts["stored"]) == (2, 1, 0)
    assert preview.facts["errors"][0]["row"] == 3
    assert preview.facts["errors"][0]["column"] == "手机号"
    back = tmp_path / "待改.csv"
    done = run("import", "roster", str(sheet), "--course", "行书", "--errors-to", str(back))
    assert (done.status, done.facts["stored"]) == (0, 1)
    assert "手机号" in back.read_text(encoding="gb18030").splitlines()[2]
    again = run("import", "roster", str(sheet), "--course", "行书")
    assert (again.facts["new"], again.facts["same"], again.facts["stored"]) == (0, 1, 0)
    assert len(run("course", "roster", "行书").facts["visitors"]) == 1


def test_a_sheet_printed_twice_issues_no_second_pass(run, learner, tmp_path):
    for _ in range(2):
        assert run("pass", "sheet", "彩妆基础", str(tmp_path / "cards.pdf")).facts["passes"] == 1
    assert len(run("visitor", "show", learner.visitor).facts["passes"]) == 1
    assert (tmp_path / "cards.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["run", "--camera", "0"], "run"),
        (["--data", "run", "doctor"], "doctor"),
        (["--data=run", "run"], "run"),
        (["decode", "run"], "decode"),
        (["--help"], ""),
        (["--data"], ""),
    ],
)
def test_the_command_is_told_from_options_and_their_values(arguments, command):
    assert command_of(arguments) == command
