"""What is shown where no window can open: a failure, in both languages, before any is chosen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox


def failure_box(zh: str, en: str) -> QMessageBox:
    """Return a box that says what happened and what to do next."""
    box = QMessageBox(QMessageBox.Icon.Critical, "驿站前台 · Station Desk", zh)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(en)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.addButton("知道了 / OK", QMessageBox.ButtonRole.AcceptRole)
    return box
