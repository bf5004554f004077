"""A pass in the form that fits where it goes: phone, label, card."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from desk_app.documents.pass_cards import Card, cards_pdf, label_pdf
from desk_app.domain.errors import KnownError
from desk_app.runtime.files import write_bytes_atomically

__all__ = ["ENDINGS", "Card", "PassForm", "check_form", "write_pass"]


class PassForm(StrEnum):
    """Where a pass goes."""

    PHONE = "phone"
    LABEL = "label"
    CARD = "card"


ENDINGS = {PassForm.PHONE: (".png",), PassForm.LABEL: (".pdf", ".png"), PassForm.CARD: (".pdf",)}


def check_form(form: PassForm, out: Path) -> None:
    """Refuse a file that cannot be written, before anything is issued.

    Raises:
        KnownError: Another ending than the form has, or no such folder.
    """
    if out.suffix.lower() not in ENDINGS[form]:
        allowed = " / ".join(ENDINGS[form])
        raise KnownError(
            "unknown_picture_format",
            zh=f"不会写 {out.name}：请用 {allowed} 结尾。",
            en=f"Cannot write {out.name}: use an ending of {allowed}.",
        )
    if not out.absolute().parent.is_dir():
        raise KnownError(
            "no_such_folder",
            zh=f"没有这个文件夹：{out.parent}。请先建好，或换一个地方。",
            en=f"No such folder: {out.parent}. Make it first or choose another.",
        )


def write_pass(form: PassForm, cards: Sequence[Card], out: Path) -> None:
    """Write passes; the file appears whole or not at all. Phone and label take one card.

    Raises:
        KnownError: The file cannot be written.
    """
    from desk_app.documents.pass_pictures import label_png, phone_png  # noqa: PLC0415

    check_form(form, out)
    if form is PassForm.CARD:
        content = cards_pdf(cards)
    elif form is PassForm.PHONE:
        content = phone_png(cards[0])
    else:
        content = label_png(cards[0]) if out.suffix.lower() == ".png" else label_pdf(cards[0])
    try:
        write_bytes_atomically(out, content)
    except OSError as error:
        raise KnownError(
            "file_not_writable",
            zh=f"写不了 {out}：{error.strerror}。请换一个位置或文件名。",
            en=f"Cannot write {out}: {error.strerror}. Choose another place or name.",
        ) from error
