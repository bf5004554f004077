"""What is said of a code that is for something else."""

from PySide6.QtCore import QCoreApplication

from desk_app.domain.code_kinds import CodeKind

translate = QCoreApplication.translate


def foreign_words(kind: CodeKind) -> tuple[str, str]:
    """Return what a code is and what to ask for instead, in the language in force."""
    return _WORDS[kind]()


def _payment(what: str) -> tuple[str, str]:
    return (
        what,
        translate("Words", "Nothing is paid here and nothing was kept. Open the station pass."),
    )


_WORDS = {
    CodeKind.CITY_IDENTITY: lambda: (
        translate("Words", "This is the city identity code"),
        translate("Words", "It changes every minute. Open the station pass."),
    ),
    CodeKind.ALIPAY: lambda: _payment(translate("Words", "This is an Alipay code")),
    CodeKind.WECHAT_PAY: lambda: _payment(translate("Words", "This is a WeChat Pay code")),
    CodeKind.UNION_PAY: lambda: _payment(translate("Words", "This is a UnionPay code")),
    CodeKind.PAYMENT: lambda: _payment(translate("Words", "This is a payment code")),
    CodeKind.WEB_LINK: lambda: (
        translate("Words", "This is a web link"),
        translate("Words", "Open the station pass. If this is their own card, link it."),
    ),
    CodeKind.CONTACT: lambda: (
        translate("Words", "This is a business card"),
        translate("Words", "Open the station pass. If this is their own card, link it."),
    ),
    CodeKind.WIFI: lambda: (
        translate("Words", "This is a Wi-Fi code"),
        translate("Words", "It joins a network. Open the station pass, or find the name."),
    ),
    CodeKind.ROOM: lambda: (
        translate("Words", "This is the sign of a room"),
        translate("Words", "It says what is on there now, under Rooms. Open the station pass."),
    ),
    CodeKind.OTHER: lambda: (
        translate("Words", "This code is for something else"),
        translate("Words", "Open the station pass and show it again, or find the name."),
    ),
}
