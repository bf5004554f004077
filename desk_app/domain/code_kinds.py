"""What a code that is no pass of ours is: the city's identity code, a payment, a link, a door.

Sources: WeChat Pay (code payment: 18 digits from 10 to 15), Alipay (auth_code: 16 to 24 digits from
25 to 30), UnionPay (C-scan-B: 19 digits from 62), EMVCo QR codes (merchant: ``0002 01``; consumer:
Base64 of ``85 05 CPV01``), RFC 6350 (vCard), ZXing's barcode contents (MECARD, WIFI).
The city publishes no grammar of its identity code; it is known by the hosts it lives under.
"""

import re
from enum import StrEnum
from urllib.parse import urlsplit

from desk_app.domain.room_signs import room_of_sign


class CodeKind(StrEnum):
    """What a code is for, as far as its text tells."""

    CITY_IDENTITY = "city_identity"
    ALIPAY = "alipay"
    WECHAT_PAY = "wechat_pay"
    UNION_PAY = "union_pay"
    PAYMENT = "payment"
    WEB_LINK = "web_link"
    CONTACT = "contact"
    WIFI = "wifi"
    ROOM = "room"
    OTHER = "other"


NEVER_LINKED = frozenset(
    {
        CodeKind.CITY_IDENTITY,
        CodeKind.ALIPAY,
        CodeKind.WECHAT_PAY,
        CodeKind.UNION_PAY,
        CodeKind.PAYMENT,
        CodeKind.ROOM,
    }
)
"""They change by the minute, move money or hang on a door: no visitor is known by one."""

_PATTERNS = (
    (CodeKind.WECHAT_PAY, re.compile(r"1[0-5][0-9]{16}$|weixin://wxpay", re.IGNORECASE)),
    (CodeKind.ALIPAY, re.compile(r"(?:2[5-9]|30)[0-9]{14,22}$")),
    (CodeKind.UNION_PAY, re.compile(r"62[0-9]{17}$|hQVDUFYwM")),
    (CodeKind.PAYMENT, re.compile(r"000201.*6304[0-9A-Fa-f]{4}$", re.DOTALL)),
    (CodeKind.CONTACT, re.compile(r"BEGIN:VCARD", re.IGNORECASE)),
)
_SCHEMES = {
    "alipay": CodeKind.ALIPAY,
    "alipays": CodeKind.ALIPAY,
    "alipayqr": CodeKind.ALIPAY,
    "wxp": CodeKind.WECHAT_PAY,
    "weixin": CodeKind.WEB_LINK,
    "uppay": CodeKind.UNION_PAY,
    "upwallet": CodeKind.UNION_PAY,
    "wifi": CodeKind.WIFI,
    "mecard": CodeKind.CONTACT,
    "bizcard": CodeKind.CONTACT,
}
_HOSTS = (
    ("sh.gov.cn", CodeKind.CITY_IDENTITY),
    ("alipay.com", CodeKind.ALIPAY),
    ("alipay.cn", CodeKind.ALIPAY),
    ("payapp.weixin.qq.com", CodeKind.WECHAT_PAY),
    ("wxpay.wxutil.com", CodeKind.WECHAT_PAY),
    ("wx.tenpay.com", CodeKind.WECHAT_PAY),
    ("95516.com", CodeKind.UNION_PAY),
    ("unionpay.com", CodeKind.UNION_PAY),
)
_BARE_HOST = re.compile(r"www\.[^\s/]+\.[^\s]+", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


def kind_of_code(code: str) -> CodeKind:
    """Say what a clean code is for; never raises, whatever the text."""
    text = code.strip()
    if room_of_sign(text) is not None:
        return CodeKind.ROOM
    for kind, pattern in _PATTERNS:
        if pattern.match(text):
            return kind
    found = _SCHEME.match(text)
    scheme = found[1].lower() if found else ""
    if scheme in {"http", "https"}:
        return _kind_of_host(text)
    if _BARE_HOST.fullmatch(text):
        return _kind_of_host(f"//{text}")
    return _SCHEMES.get(scheme, CodeKind.OTHER)


def _kind_of_host(address: str) -> CodeKind:
    try:
        host = (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return CodeKind.WEB_LINK
    for known, kind in _HOSTS:
        if host == known or host.endswith(f".{known}"):
            return kind
    return CodeKind.WEB_LINK
