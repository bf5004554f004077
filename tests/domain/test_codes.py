import random
import string
from datetime import UTC, date, datetime

import pytest
import qrcode
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.ids import uuid7, uuid7_from, uuid7_parts
from desk_app.domain.passes import (
    MAX_CODE_LENGTH,
    SIGNED_LENGTH,
    MalformedCodeError,
    base45_decode,
    base45_encode,
    clean_code,
    encode_signed,
    header_of,
    looks_signed,
    message_of,
    new_pass_id,
    parse_signed,
)

ALPHABET = string.digits + string.ascii_uppercase + " $%*+-./:"
RFC_9285 = [
    (b"AB", "BB8"),
    (b"Hello!!", "%69 VD92EX0"),
    (b"base-45", "UJCLQE7W581"),
    (b"ietf!", "QED8WEX0"),
]


@pytest.mark.parametrize(("data", "text"), RFC_9285)
def test_base45_agrees_with_the_examples_of_rfc_9285(data, text):
    assert base45_encode(data) == text
    assert base45_decode(text) == data


@given(st.binary(max_size=200))
def test_base45_gives_back_what_was_encoded(data):
    assert base45_decode(base45_encode(data)) == data


@given(st.text(ALPHABET, max_size=60) | st.text(max_size=20))
def test_base45_has_one_spelling_for_each_run_of_bytes(text):
    try:
        data = base45_decode(text)
    except ValueError:
        return
    assert base45_encode(data) == text


@pytest.mark.parametrize("text", ["A", "GGW", "ZZ", "AB8a", "::::"])
def test_base45_refuses_what_the_rfc_forbids(text):
    with pytest.raises(ValueError, match=r"bad group|not found|substring"):
        base45_decode(text)


headers = st.builds(
    lambda key_id, ms, rest, first, last: (
        key_id,
        new_pass_id(ms=ms, random32=rest, key_id=key_id),
        date.fromordinal(date(2020, 1, 1).toordinal() + first),
        date.fromordinal(date(2020, 1, 1).toordinal() + last),
        ms,
    ),
    st.integers(0, 0xFFFF),
    st.integers(0, 2**48 - 1),
    st.integers(0, 2**32 - 1),
    st.integers(0, 0xFFFF),
    st.integers(0, 0xFFFF),
)


@given(headers, st.binary(min_size=64, max_size=64))
def test_a_signed_pass_reads_back_as_it_was_written(fields, signature):
    key_id, pass_id, first_day, last_day, ms = fields
    header = header_of(key_id=key_id, pass_id=pass_id, first_day=first_day, last_day=last_day)
    code = encode_signed(header, signature)
    assert looks_signed(code)
    signed = parse_signed(code)
    assert signed is not None
    assert (signed.key_id, signed.pass_id) == (key_id, pass_id)
    assert (signed.first_day, signed.last_day) == (first_day, last_day)
    assert (signed.issued_ms, signed.signature) == (ms, signature)
    assert signed.message == message_of(header)
    assert (pass_id.version, pass_id.variant) == (7, "specified in RFC 4122")


@pytest.mark.parametrize("seed", range(5))
def test_a_signed_pass_has_122_characters_and_fits_qr_version_5_at_level_m(seed):
    data = random.Random(seed).randbytes(80)  # noqa: S311
    code = encode_signed(data[:16], data[16:])
    assert len(code) == SIGNED_LENGTH
    assert set(code) <= set(ALPHABET)
    image = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
    image.add_data(code, optimize=0)
    image.make(fit=True)
    assert image.version == 5


def test_a_code_in_our_form_with_broken_base45_is_nothing_signed():
    assert parse_signed("D1" + ":" * 120) is None


@given(st.text() | st.binary().map(lambda b: b.decode("latin-1")))
def test_cleaning_any_text_gives_a_code_or_says_that_it_is_malformed(raw):
    try:
        code = clean_code(raw)
    except MalformedCodeError:
        return
    assert 0 < len(code) <= MAX_CODE_LENGTH
    assert code in raw
    assert not code.startswith(tuple("\r\n\t \x1d")) or raw.startswith("]")
    assert not code.endswith(tuple("\r\n\t \x1d"))


printable = st.text(string.ascii_letters + string.digits + "+/=%&;:-_.", min_size=1, max_size=40)


@given(
    printable, st.text("\r\n\t \x1d\x02\x00", max_size=4), st.text("\r\n\t \x1d\x03", max_size=4)
)
def test_what_scanners_add_is_stripped_and_the_code_left_alone(code, before, after):
    assert clean_code(before + "]Q3" + code + after) == code


@given(printable)
def test_cleaning_twice_changes_nothing(code):
    assert clean_code(clean_code(code)) == clean_code(code)


@pytest.mark.parametrize(
    "raw", ["", "   ", "\r\n", "]Q3", "ab\x00cd", "ab\x1bcd", "\ud800", "x" * 10_240, "\x7f"]
)
def test_what_no_code_is_made_of_is_malformed(raw):
    with pytest.raises(MalformedCodeError):
        clean_code(raw)


def test_a_separator_inside_a_code_is_kept():
    assert clean_code("010123\x1d21456\r") == "010123\x1d21456"


def test_ids_carry_their_moment():
    at = datetime(2026, 3, 2, 11, tzinfo=UTC)
    made = uuid7(at)
    assert uuid7_parts(made)[0] == int(at.timestamp() * 1000)
    assert (made.version, made.variant) == (7, "specified in RFC 4122")


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**74 - 1))
def test_ids_give_back_their_parts(ms, rest):
    assert uuid7_parts(uuid7_from(ms, rest)) == (ms, rest)


def test_a_card_of_several_lines_is_one_code_whatever_ends_its_lines():
    assert (
        clean_code("BEGIN:VCARD\r\nN:X\r\n") == clean_code("BEGIN:VCARD\nN:X") == "BEGIN:VCARD\nN:X"
    )
