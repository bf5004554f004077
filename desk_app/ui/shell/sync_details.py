"""F12: what the offline light says, in full, and what to do about it."""

from datetime import datetime, timedelta

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLabel, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desk_app.domain.link import LinkProblem, LinkState, SyncStatus
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import clock_text
from desk_app.ui.shell.facts import FactRow

_CLOCK_IS_RIGHT_S = 1.0


class SyncDetailsPanel(SidePanel):
    """The numbers of sync.

    Signals:
        sync_requested(): Talk with the centre now.
        review_wished(): Show what the centre refused, to decide about it.
    """

    sync_requested = Signal()
    review_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = SyncStatus(state=LinkState.ALONE)
        self._now: datetime | None = None
        self._sentence = QLabel(self)
        self._sentence.setWordWrap(True)
        self._sentence.setFont(sized_font(15, is_strong=False))
        self.body.addWidget(self._sentence)
        self._has_others = False
        self.doubt = QLabel(self)
        self.doubt.setWordWrap(True)
        self.doubt.setFont(sized_font(15, is_strong=True))
        self.body.addWidget(self.doubt)
        self.body.addSpacing(8)
        self._rows = [FactRow(self) for _ in range(6)]
        for row in self._rows:
            self.body.addWidget(row)
        self.body.addSpacing(12)
        self.review_button = Button("default", self)
        self.review_button.clicked.connect(self.review_wished)
        self.body.addWidget(self.review_button)
        self.body.addStretch(1)
        self.confirmed.connect(self._ask)
        self._refresh()

    def show_status(self, status: SyncStatus, now: datetime) -> None:
        """Show how the desk stands; ``now`` is the desk's moment."""
        if (status, self._minute(now)) == (self._status, self._minute(self._now)):
            return
        self._status, self._now = status, now
        self._refresh()

    def show_others(self, has_others: bool) -> None:  # noqa: FBT001  (an answer)
        """Say what it means while offline that the station has other desks."""
        if isValid(self):
            self._has_others = has_others
            self._refresh()

    @staticmethod
    def _minute(at: datetime | None) -> str:
        return clock_text(at) if at is not None else ""

    def _refresh(self) -> None:
        status = self._status
        is_alone = status.state is LinkState.ALONE
        self.say(self.tr("Sync"), self.tr("Done") if is_alone else self.tr("Sync now"))
        self._sentence.setText(self._words())
        self.doubt.setText(
            self.tr(
                "Another desk may also have admitted the same people meanwhile. Doubles are "
                "found by themselves once back online."
            )
        )
        self.doubt.setVisible(self._has_others and status.state is LinkState.OFFLINE)
        for row, (label, value) in zip(self._rows, self._facts(), strict=True):
            row.say(label, value)
            row.setVisible(not is_alone)
        self.review_button.say(self.tr("Sort out what was refused"), icon="inbox")
        self.review_button.setVisible(status.refused > 0)

    def _facts(self) -> list[tuple[str, str]]:
        status = self._status
        none = "–"
        oldest, roster = status.oldest_pending_at, status.roster_at
        return [
            (self.tr("The centre"), self._link_words()),
            (self.tr("Waiting to be sent"), str(status.pending)),
            (self.tr("Oldest of them"), self._since(oldest) if oldest else none),
            (self.tr("Roster read at"), self._since(roster) if roster else none),
            (self.tr("Refused by the centre"), str(status.refused)),
            (self.tr("This PC's clock"), self._clock_words()),
        ]

    def _link_words(self) -> str:
        match self._status.state:
            case LinkState.ALONE:
                return self.tr("none joined")
            case LinkState.CONNECTING:
                return self.tr("looking for it")
            case LinkState.OFFLINE:
                since = self._status.offline_since
                return (
                    self.tr("out of reach since {0}").format(clock_text(since))
                    if since
                    else (self.tr("out of reach"))
                )
            case LinkState.ONLINE | LinkState.SENDING | LinkState.ATTENTION:
                return self.tr("in reach")

    def _since(self, at: datetime) -> str:
        """Return a time and how long ago it was: how far behind this desk is."""
        minutes = int((self._now - at) / timedelta(minutes=1)) if self._now is not None else 0
        if minutes < 1:
            return clock_text(at)
        return self.tr("{0}, %n min ago", "", minutes).format(clock_text(at))

    def _clock_words(self) -> str:
        offset = self._status.clock_offset_s
        if abs(offset) < _CLOCK_IS_RIGHT_S:
            return self.tr("right")
        if offset > 0:
            return self.tr("%n s slow", "", round(offset))
        return self.tr("%n s fast", "", round(-offset))

    def _words(self) -> str:
        if self._status.problem is not None:
            return self._problem_words(self._status.problem)
        return {
            LinkState.ALONE: self.tr(
                "This PC works alone. Everything is stored here. To share a roster with other "
                "desks, enter a join code in Settings."
            ),
            LinkState.CONNECTING: self.tr("Looking for the centre. Check-in goes on as always."),
            LinkState.ONLINE: self.tr("Everything here has reached the centre."),
            LinkState.SENDING: self.tr("Sending what was stored here. Check-in goes on as always."),
            LinkState.OFFLINE: self.tr(
                "The centre cannot be reached. Check-in goes on; everything is stored here and "
                "sent once the network is back."
            ),
            LinkState.ATTENTION: self.tr("Sync needs a look. Check-in goes on as always."),
        }[self._status.state]

    def _problem_words(self, problem: LinkProblem) -> str:
        return {
            LinkProblem.CLOCK: self.tr(
                "This PC's clock is more than two minutes off. Set date and time in the "
                "system's settings; nothing is lost."
            ),
            LinkProblem.REFUSED: self.tr(
                "The centre did not take some entries. They are kept here, and stand under To "
                "sort out with what can be done."
            ),
            LinkProblem.SCHEMA: self.tr(
                "The centre is newer than this app. Install the new version; until then "
                "everything is stored here."
            ),
            LinkProblem.REVOKED: self.tr(
                "The centre has removed this desk. Ask staff for a new join code and enter it "
                "in Settings."
            ),
            LinkProblem.CLONE: self.tr(
                "Another PC uses a copy of this desk's data. Close one of them and join it "
                "anew with a join code."
            ),
            LinkProblem.PROXY: self.tr(
                "The proxy cannot be reached or does not let this desk through. Check it under "
                "Settings, Sync. Check-in goes on; everything is stored here."
            ),
        }[problem]

    def _ask(self) -> None:
        if self._status.state is LinkState.ALONE:
            self.closed.emit()
        else:
            self.sync_requested.emit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self._refresh()
        super().changeEvent(event)
