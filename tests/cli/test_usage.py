"""A command written wrong is answered in Chinese and English, with what to write; exit status 2."""

import json
import subprocess
import sys

import pytest


def run(tmp_path, *arguments):
    command = [sys.executable, "-m", "desk_app.cli", "--data", str(tmp_path), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["chekin"], "没有 chekin 这个命令", "No such command"),
        (["book", "会议室 A"], "少写了 start", "Missing argument 'start'"),
        (
            ["checkin", "A", "--vistor", "x"],
            "没有 --vistor 这个选项；相近的有 --visitor",
            "--vistor",
        ),
        (["visitor", "find", "a", "b"], "多写了 b", "extra argument"),
        (["checkin", "A", "--at"], "--at 的写法不对", "requires an argument"),
        (["checkin", "A", "--at", "昨天"], "看不懂这个日期和时间：昨天", "No ISO 8601"),
        (["export", "day", "--format", "zip", "x"], "“zip”不行，可以写", "not one of"),
        (["central", "serve", "--port", "x", "url"], "--port 写得不对：要写整数", "valid integer"),
        (["central", "let-go", "url", "--days", "0"], "--days 写得不对：至少是 1", "--days"),
        (["pass", "revoke", "7"], "这不是通行码编号：7", "No pass id: 7"),
        (["sync"], "同步一次写 --once", "--once"),
        (["demo", "--lang", "fr"], "没有这种语言：fr", "No such language"),
    ],
)
def test_wrong_usage_says_in_both_languages_what_to_write(tmp_path, arguments, zh, en):
    done = run(tmp_path, *arguments)
    assert done.returncode == 2, done.stderr
    assert zh in done.stderr
    assert en in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_usage_is_one_object_where_json_was_asked_for(tmp_path):
    done = run(tmp_path, "checkin", "--json")
    assert done.returncode == 2
    facts = json.loads(done.stdout)
    assert facts["error"] == "usage"
    assert "请写通行码" in facts["zh"]
    assert "Give a CODE" in facts["en"]


def test_a_group_without_a_command_shows_its_help(tmp_path):
    done = run(tmp_path, "visitor")
    assert done.returncode == 2
    assert "elsewhere" in done.stdout + done.stderr
