"""Codes for something else are known for what they are; no text is too odd to judge."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.domain.code_kinds import NEVER_LINKED, CodeKind, kind_of_code

EXAMPLES = [
    ("https://s.sh.gov.cn/k/8f2a", CodeKind.CITY_IDENTITY),
    ("HTTPS://SUISHENMA.SH.GOV.CN/code?t=1", CodeKind.CITY_IDENTITY),
    ("134567890123456789", CodeKind.WECHAT_PAY),
    ("wxp://f2f0aBcDeF", CodeKind.WECHAT_PAY),
    ("weixin://wxpay/bizpayurl?pr=abc", CodeKind.WECHAT_PAY),
    ("weixin://dl/business/?t=abc", CodeKind.WEB_LINK),
    ("281234567890123456", CodeKind.ALIPAY),
    ("3012345678901234", CodeKind.ALIPAY),
    ("https://qr.alipay.com/fkx0abc", CodeKind.ALIPAY),
    ("6212345678901234567", CodeKind.UNION_PAY),
    ("https://qr.95516.com/00010000/62abc", CodeKind.UNION_PAY),
    ("hQVDUFYwMWETTwegAAAAVVVV", CodeKind.UNION_PAY),
    ("00020101021129300012D156000000000510A93FO3230Q5802CN63041A2B", CodeKind.PAYMENT),
    ("https://example.com/menu", CodeKind.WEB_LINK),
    ("www.example.com/menu", CodeKind.WEB_LINK),
    ("https://[broken", CodeKind.WEB_LINK),
    ("https://notsh.gov.cn.example.com/", CodeKind.WEB_LINK),
    ("https://evilsh.gov.cn/", CodeKind.WEB_LINK),
    ("BEGIN:VCARD\nVERSION:3.0\nN:Gu;Wanqing\nEND:VCARD", CodeKind.CONTACT),
    ("MECARD:N:Gu,Wanqing;TEL:13800000000;;", CodeKind.CONTACT),
    ("WIFI:T:WPA;S:station;P:secret;;", CodeKind.WIFI),
    ("STATION-ROOM:0198F0AA000070008000000000000000", CodeKind.ROOM),
    ("station-room:0198f0aa000070008000000000000000 ", CodeKind.ROOM),
    ("STATION-ROOM:0198F0AA", CodeKind.OTHER),
    ("LIB-0012345", CodeKind.OTHER),
    ("6901234567892", CodeKind.OTHER),
    ("13456789012345678", CodeKind.OTHER),
    ("162345678901234567", CodeKind.OTHER),
    ("badge:7731", CodeKind.OTHER),
    ("", CodeKind.OTHER),
]


@pytest.mark.parametrize(("code", "kind"), EXAMPLES)
def test_a_code_is_known_for_what_it_is(code, kind):
    assert kind_of_code(code) is kind


def test_money_and_the_citys_identity_are_never_linked():
    assert {kind for kind in CodeKind if kind not in NEVER_LINKED} == {
        CodeKind.WEB_LINK, CodeKind.CONTACT, CodeKind.WIFI, CodeKind.OTHER,
    }  # fmt: skip


@st.composite
def mutated(draw):
    code = list(draw(st.sampled_from([code for code, _ in EXAMPLES])))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(code)))
        code[place : place + draw(st.integers(0, 3))] = draw(st.text(max_size=3))
    return "".join(code)


@given(mutated() | st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_no_text_is_too_odd_to_judge(code):
    assert kind_of_code(code) in CodeKind
