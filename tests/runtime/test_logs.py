import logging
import stat
import uuid

import pytest

from desk_app.runtime.logs import FILES_KEPT, MAX_BYTES, redact, start_logging, stop_logging

CODE = "D1" + "0A1B2C$%*+-./: Z" * 7 + "00000000"


@pytest.fixture
def log(tmp_path):
    start_logging(tmp_path, "desk")
    yield logging.getLogger("desk_app.test")
    stop_logging()


@pytest.mark.parametrize(
    "secret",
    [
        "13812345678",
        "+86 138 1234 5678",
        "138-1234-5678",
        "021-63211234",
        "5551234567",
        CODE,
        "sd-enrol:1:eyJob3N0IjoiZGIuZXhhbXBsZSJ9",
    ],
)
def test_phones_codes_and_enrolment_texts_are_hidden(secret):
    assert secret not in redact(f"seen {secret}, refused")
    assert redact(f"seen {secret}, refused").startswith("seen <")


@pytest.mark.parametrize(
    "harmless",
    [
        str(uuid.UUID("0198f3a0-1234-7abc-8def-123456789012")),
        uuid.UUID("0198f3a0-1234-7abc-8def-123456789012").hex,
        "2026-11-22T23:10:05.123+00:00",
        "took 431 ms for 12345 rows",
        "127.0.0.1:54321",
    ],
)
def test_ids_times_and_counts_stay(harmless):
    assert redact(f"row {harmless} stored") == f"row {harmless} stored"


def test_a_logged_error_is_redacted_with_its_traceback(log, tmp_path):
    try:
        raise ValueError("13812345678")  # noqa: TRY301
    except ValueError:
        log.exception("import of %s failed", "13912345678")

    written = (tmp_path / "desk.log").read_text(encoding="utf-8")
    assert "12345678" not in written
    assert "ValueError: <number>" in written


def test_lines_begin_with_utc(log, tmp_path):
    log.info("hello")

    first = (tmp_path / "desk.log").read_text(encoding="utf-8").split()[0]
    assert first.endswith("+00:00")


def test_only_warnings_reach_the_console(log, tmp_path, capsys):
    start_logging(tmp_path, "desk")  # anew, for the console that capsys put in place
    log.info("quiet")
    log.warning("loud")

    assert capsys.readouterr().err.count("\n") == 1


def test_logs_rotate_and_are_for_their_owner_only(log, tmp_path):
    line = "x" * (MAX_BYTES // 2)
    for _ in range(4 * FILES_KEPT):
        log.info(line)

    files = list(tmp_path.iterdir())
    assert len(files) == FILES_KEPT
    assert all(f.stat().st_size <= MAX_BYTES for f in files)
    assert all(stat.S_IMODE(f.stat().st_mode) == 0o600 for f in files)


def test_starting_twice_writes_each_line_once(log, tmp_path):
    start_logging(tmp_path, "desk")
    log.info("once")

    assert (tmp_path / "desk.log").read_text(encoding="utf-8").count("once") == 1
