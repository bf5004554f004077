"""The offline light: how this desk stands with the centre, in numbers; it never blinks."""

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from desk_app.domain.link import LinkProblem, LinkState, SyncStatus
from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.icons import icon_pixmap
from desk_app.ui.common.texts import clock_text
from desk_app.ui.common.theme import theme, theme_bus

_GAP = 21


class OfflineLight(QAbstractButton):
    """A pill with a word and numbers; a click shows the details."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = SyncStatus(state=LinkState.ALONE)
        self._now: datetime | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme_bus().changed.connect(self.update)
        self.show_status(self._status, None)

    @property
    def status(self) -> SyncStatus:
        """What is shown."""
        return self._status

    def show_status(self, status: SyncStatus, now: datetime | None) -> None:
        """Show how the desk stands; ``now`` is the desk's moment."""
        self._status, self._now = status, now
        self.setAccessibleName("，".join(self.parts()))
        self.updateGeometry()
        self.update()

    def parts(self) -> list[str]:
        """Return the word and the numbers that follow."""
        status, numbers = self._status, self._numbers()
        match status.state:
            case LinkState.ALONE:
                return [self.tr("This PC only")]
            case LinkState.CONNECTING:
                return [self.tr("Connecting…")]
            case LinkState.ONLINE:
                return [self.tr("Online"), *numbers]
            case LinkState.SENDING:
                progress = self.tr("Syncing {0} / {1}").format(status.sent, status.to_send)
                return [progress if status.to_send else self.tr("Syncing…")]
            case LinkState.OFFLINE:
                return [self._offline_word(), *numbers]
            case LinkState.ATTENTION:
                return [self._problem_word(), *numbers[:1]]

    def _numbers(self) -> list[str]:
        status = self._status
        numbers: list[str] = []
        if status.pending:
            numbers.append(self.tr("To sync {0}").format(status.pending))
        if status.oldest_pending_at is not None and status.state is LinkState.OFFLINE:
            numbers.append(self.tr("oldest {0}").format(clock_text(status.oldest_pending_at)))
        if status.roster_at is not None:
            numbers.append(self.tr("Roster {0}").format(clock_text(status.roster_at)))
        return numbers

    def _offline_word(self) -> str:
        since = self._status.offline_since
        minutes = int((self._now - since).total_seconds() // 60) if since and self._now else 0
        return self.tr("Offline %n min", "", minutes) if minutes else self.tr("Offline")

    def _problem_word(self) -> str:
        problem = self._status.problem
        words = {
            LinkProblem.CLOCK: self.tr("This PC's clock is wrong"),
            LinkProblem.REFUSED: self.tr("%n refused by the centre", "", self._status.refused),
            LinkProblem.SCHEMA: self.tr("Update this app"),
            LinkProblem.REVOKED: self.tr("This desk was removed"),
            LinkProblem.CLONE: self.tr("Two desks share this data"),
            LinkProblem.PROXY: self.tr("The proxy is in the way"),
        }
        return words[problem] if problem is not None else self.tr("Look at sync")

    @override
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(sized_font(13, is_strong=True))
        width = sum(metrics.horizontalAdvance(p) + _GAP for p in self.parts())
        return QSize(width + 32, 36)

    def _colours(self) -> tuple[str, str, str, str]:
        """Return icon, background, text and icon colour."""
        match self._status.state:
            case LinkState.OFFLINE:
                band = "outcome.offline.onBand"
                return "cloud-off", "outcome.offline.band", band, band
            case LinkState.ATTENTION:
                band = "outcome.attention.onBand"
                return "alert", "outcome.attention.band", band, band
            case LinkState.ALONE:
                return "desk", "surface.raised", "text.primary", "text.secondary"
            case LinkState.SENDING | LinkState.CONNECTING:
                return "cloud-up", "surface.raised", "text.primary", "text.secondary"
            case LinkState.ONLINE:
                return "cloud-check", "surface.raised", "text.primary", "outcome.admitted.fg"

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        icon, back, fg, mark = self._colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        is_plain = back == "surface.raised"
        edge = "border.focus" if self.hasFocus() else "border.hairline"
        has_edge = is_plain or self.hasFocus()
        painter.setPen(QPen(look.color(edge), 1) if has_edge else Qt.PenStyle.NoPen)
        painter.setBrush(look.color(back))
        painter.drawRoundedRect(box, 18, 18)
        painter.drawPixmap(12, 8, icon_pixmap(icon, 20, look.color(mark), self.devicePixelRatioF()))
        x = 40.0
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        for place, part in enumerate(self.parts()):
            font = sized_font(13, is_strong=place == 0)
            if place:
                painter.setPen(QPen(look.color("border.strong" if is_plain else fg), 1))
                painter.drawLine(int(x - 11), 12, int(x - 11), 24)
            painter.setFont(font)
            painter.setPen(look.color(fg if place == 0 or not is_plain else "text.secondary"))
            painter.drawText(QRectF(x, 0, self.width() - x, self.height()), left, part)
            x += QFontMetrics(font).horizontalAdvance(part) + _GAP
