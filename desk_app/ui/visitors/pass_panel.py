"""The panel for a visitor's pass: on the phone, as a label, as a card; a new one for a lost one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid
from typing_extensions import override

from desk_app.services.results import VisitorCard
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.side_panel import ErrorLine, SidePanel
from desk_app.ui.common.texts import words_of


class PassPanel(SidePanel):
    """Offers the forms of a pass; the same pass each time, until a new one is asked for.

    Signals:
        form_wished(str): Write it: phone, label or card.
        reissue_wished(): Make a new pass; the old ones are void from then on.
    """

    form_wished = Signal(str)
    reissue_wished = Signal()

    def __init__(self, visitor: VisitorCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._visitor = visitor
        self._note = self.add_note()
        self.label_button, self.card_button = Button("default", self), Button("default", self)
        self.reissue_button = Button("negative", self)
        self._error = ErrorLine(self)
        self.body.addSpacing(12)
        for button in (self.label_button, self.card_button):
            self.body.addWidget(button)
            self.body.addSpacing(6)
        self.body.addStretch(1)
        self.body.addWidget(self._error)
        self.body.addWidget(self.reissue_button)
        self.confirmed.connect(lambda: self.form_wished.emit("phone"))
        self.label_button.clicked.connect(lambda: self.form_wished.emit("label"))
        self.card_button.clicked.connect(lambda: self.form_wished.emit("card"))
        self.reissue_button.clicked.connect(self.reissue_wished)
        self.retranslate()

    @override
    def retranslate(self) -> None:
        title = self.tr("Pass of {0}").format(self._visitor.name)
        self.say(title, self.tr("Picture for the phone"))
        self._note.setText(
            self.tr("A picture of the pass to send to the visitor; it needs no network to be read.")
        )
        self.label_button.say(self.tr("Label for 62 mm tape"), icon="printer")
        self.card_button.say(self.tr("Card, on A4"), icon="printer")
        self.reissue_button.say(self.tr("Lost: new pass, old one void"), icon="undo")

    def show_error(self, error: Exception) -> None:
        """Say why the pass was not written, and what to do."""
        if isValid(self):
            self._error.say(lambda: words_of(error))
