"""Joins the panel of other stations' people to the centre, off the GUI thread."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Slot
from shiboken6 import isValid

from desk_app.compose_sync import sync_engine
from desk_app.domain.elsewhere import FoundElsewhere, LookupAnswer
from desk_app.domain.errors import KnownError
from desk_app.domain.ids import VisitorId
from desk_app.domain.link import LinkState
from desk_app.services.presented_codes import signed_pass_id
from desk_app.ui.common.elsewhere_panel import ElsewherePanel
from desk_app.ui.common.side_panel import SidePanel

if TYPE_CHECKING:
    from desk_app.main.window import DeskWindow
    from desk_app.sync.engine import SyncEngine

Show = Callable[[SidePanel], None]
Use = Callable[[VisitorId], None]


class ElsewhereJoin(QObject):
    """Asks the centre beside the exchange: neither waits for the other."""

    def __init__(self, desk: "DeskWindow") -> None:
        super().__init__(desk)
        self._desk = desk
        self._engine: SyncEngine | None = None

    def open(self, show: Show, use: Use, *, text: str = "", code: str = "") -> ElsewherePanel:
        """Open the panel and look at once where a whole number or a pass is at hand.

        Args:
            show: Puts the panel on a page.
            use: Told who has come into the station.
            text: What was searched.
            code: A code just shown that nobody here is known by.
        """
        pass_id = signed_pass_id(code) if code else None
        panel = ElsewherePanel(text, has_pass=pass_id is not None)
        _Talk(self._desk, self._run, panel, use, pass_id)
        show(panel)
        panel.begin()
        return panel

    def interrupt(self) -> None:
        """Break off what is asked."""
        if self._engine is not None:
            self._engine.interrupt()

    def _run(
        self,
        ask: Callable[["SyncEngine"], LookupAnswer],
        on_done: Callable[[LookupAnswer], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        def work() -> LookupAnswer:
            self._engine = sync_engine(self._desk.app, run_write=self._desk.sync.run_write)
            try:
                return ask(self._engine)
            finally:
                self._engine.close()
                self._engine = None

        self._desk.threads.network.run(work, on_done, on_error)


class _Talk(QObject):
    """One panel's questions; lives as long as it."""

    def __init__(
        self,
        desk: "DeskWindow",
        run: Callable[..., None],
        panel: ElsewherePanel,
        use: Use,
        pass_id: UUID | None,
    ) -> None:
        super().__init__(panel)
        self._desk, self._run, self._panel, self._use = desk, run, panel, use
        self._pass_id, self._phone = pass_id, ""
        self._awaited: VisitorId | None = None
        panel.look_wished.connect(self._look)
        panel.attach_wished.connect(self._attach)

    @Slot(str)
    def _look(self, phone: str) -> None:
        self._phone = phone
        self._ask(None, lambda answer: self._panel.show_found(answer.found))

    @Slot(object)
    def _attach(self, who: FoundElsewhere) -> None:
        self._ask(who.visitor_id, self._attached)

    def _ask(self, attach: UUID | None, on_done: Callable[[LookupAnswer], None]) -> None:
        from desk_app.sync.elsewhere import look_elsewhere  # noqa: PLC0415  (psycopg: 135 ms)

        key = {"phone": self._phone} if self._phone else {"pass_id": self._pass_id}
        ask = partial(look_elsewhere, attach=attach, operator=self._desk.operator, **key)
        self._run(ask, on_done, self._failed)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError) and error.code == "withdrawn":
            self._desk.refresh_identity()  # which locks the window
        if isValid(self._panel):
            self._panel.show_error(error)

    def _attached(self, answer: LookupAnswer) -> None:
        worker = self._desk.sync.worker
        if not isValid(self._panel):
            return
        if answer.attached is None or worker is None:
            self._panel.show_found(answer.found)
            return
        self._awaited = VisitorId(answer.attached)
        self._panel.show_coming()
        queued = Qt.ConnectionType.QueuedConnection
        worker.pulled.connect(self._look_here, queued)
        worker.status_changed.connect(self._look_here, queued)
        worker.exchange_now()
        self._look_here()

    @Slot()
    def _look_here(self) -> None:
        """Use the person once their row is here."""
        awaited, app = self._awaited, self._desk.app
        if awaited is None or not isValid(self._panel):
            return

        def is_here() -> bool:
            with app.read() as work:
                return work.people.visitor(awaited) is not None

        self._desk.threads.reader.run(is_here, self._arrived, self._panel.show_error)

    def _arrived(self, is_here: bool) -> None:  # noqa: FBT001  (an answer)
        awaited = self._awaited
        if awaited is None or not isValid(self._panel):
            return
        if is_here:
            self._awaited = None
            self._use(awaited)
        elif self._desk.window.top.light.status.state is LinkState.OFFLINE:
            from desk_app.sync.elsewhere import offline  # noqa: PLC0415

            self._panel.show_error(offline())
