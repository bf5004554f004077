"""Sync: whether this desk has joined the centre, and how to."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from desk_app.ui.common.buttons import Button
from desk_app.ui.common.card import FactLine
from desk_app.ui.common.controls import Chip
from desk_app.ui.common.field import Field
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.settings.section import Section
from desk_app.ui.settings.view import SettingsView


class CentreSection(Section):
    """Joins the centre.

    Signals:
        join_requested(str): Join the centre with this text.
        code_typed(str): Tell where this join code leads.
        proxy_changed(str): Reach the centre through this proxy; empty: as the system says.
    """

    join_requested = Signal(str)
    code_typed = Signal(str)
    proxy_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chip = self.main.add_beside_title(Chip(self))
        self._words = wrapped(self.main.add(Label("body", self, color="text.secondary")))
        self.enrol_edit = QLineEdit(self)
        self._enrol = self.main.add(Field(self.enrol_edit, self))
        self._leads = wrapped(self.main.add(Label("caption", self, color="text.secondary")))
        self.join_button = self.main.add_button(Button("default", self))
        self.main.add_space(8)
        self.proxy = self.main.add(Field(QLineEdit(self), self))
        self.proxy_button = self.main.add_button(Button("default", self))
        self.main.add_space()
        self.proxy_button.clicked.connect(self._change_proxy)
        self.proxy.control.returnPressed.connect(self._change_proxy)
        self._facts = [
            self.aside.add(FactLine(icon, self)) for icon in ("swap", "cloud-off", "lock")
        ]
        self.aside.add_space()
        self.join_button.clicked.connect(self._join)
        self.enrol_edit.returnPressed.connect(self._join)
        self.enrol_edit.textChanged.connect(self._code_changed)
        self.retranslate()

    @override
    def fill(self, view: SettingsView) -> None:
        is_joined = view.is_joined
        if is_joined:
            self.chip.say(self.tr("Joined"), icon="check", outcome="admitted")
            words = self.tr("This desk is {1} of {0}. F12 shows what was sent and what waits.")
            at = self.tr("The centre is at {0}.").format(view.centre) if view.centre else ""
            self._words.setText(f"{words.format(view.station, view.desk)} {at}".strip())
            self.enrol_edit.clear()
            self._enrol.show_problem("")
        else:
            self.chip.say(self.tr("This PC only"), icon="desk")
            self._words.setText(
                self.tr("All data is on this PC. Join at any time; nothing is lost.")
            )
        self._enrol.setVisible(not is_joined)
        self._leads.setVisible(not is_joined and bool(self._leads.text()))
        if is_joined:
            self.join_button.setEnabled(True)  # for the next time, should it leave
        self.join_button.setVisible(not is_joined)
        if not self.proxy.control.hasFocus() or not self.proxy.control.isModified():
            self.proxy.control.setText(view.proxy)

    def show_proxy(self, proxy: str) -> None:
        """Show the proxy that is set now."""
        self.proxy.show_problem("")
        self.proxy.control.setText(proxy)

    def show_proxy_problem(self, text: str) -> None:
        """Say what would work."""
        self.proxy.show_problem(text)

    def _change_proxy(self) -> None:
        self.proxy_changed.emit(self.proxy.control.text())

    def show_join_problem(self, text: str) -> None:
        """Say why this desk could not join and what would work."""
        self._enrol.show_problem(text)
        self.join_button.setEnabled(True)

    def show_code(self, text: str) -> None:
        """Fill in a join code that was scanned."""
        self.enrol_edit.setText(text)
        self.join_button.setFocus()

    def show_destination(self, text: str, place: str) -> None:
        """Say where a join code leads, so that staff see whose centre it is."""
        if text == self.enrol_edit.text():
            self._leads.setText(self.tr("Leads to {0}").format(place) if place else "")
            self._leads.setVisible(bool(place))

    @Slot(str)
    def _code_changed(self, text: str) -> None:
        self._leads.hide()
        self._enrol.show_problem("")
        if text.strip():
            self.code_typed.emit(text)

    def _join(self) -> None:
        text = self.enrol_edit.text().strip()
        self._enrol.show_problem("" if text else self.tr("Paste the join code first."))
        if text and self.join_button.isEnabled():
            self.join_button.setEnabled(False)
            self.join_requested.emit(text)

    @override
    def retranslate(self) -> None:
        self.main.say(self.tr("Sync"))
        self._enrol.say(
            self.tr("Join code"),
            self.tr("from whoever runs the centre; paste it or hold up its QR"),
        )
        self.join_button.say(self.tr("Join the centre"), icon="link")
        self.proxy.say(self.tr("Proxy"), self.tr("empty: as the system says"))
        self.proxy.control.setPlaceholderText("http://proxy.example.cn:3128")
        self.proxy_button.say(self.tr("Use this proxy"))
        self.aside.say(self.tr("What joining means"))
        words = (
            (
                self.tr("Rosters and check-ins are shared"),
                self.tr("What one desk stores, the others see within seconds."),
            ),
            (
                self.tr("No network, no wait"),
                self.tr("Check-in goes on as before and is sent once the link is back."),
            ),
            (
                self.tr("A join code works once"),
                self.tr("It names this desk to the centre. Ask for a new one for every PC."),
            ),
        )
        for line, (text, note) in zip(self._facts, words, strict=True):
            line.say(text, note)
