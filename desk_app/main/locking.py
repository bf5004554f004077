"""Locks the window of a desk the centre withdrew, and opens it again once it has joined anew."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from desk_app.domain.errors import KnownError
from desk_app.domain.people import Role
from desk_app.ui.common.texts import words_of
from desk_app.ui.shell.lock_page import LockFacts, LockPage

if TYPE_CHECKING:
    from desk_app.main.window import DeskWindow

ENROLMENT = "sd-enrol:"
_PIN_ERRORS = frozenset({"wrong_pin", "pin_too_soon"})


class LockJoin(QObject):
    """Keeps the lock page.

    Signals:
        changed(bool): The window was locked, or opened.
        exported(int): A recovery file was written with so many operations.
    """

    changed = Signal(bool)
    exported = Signal(int)

    def __init__(self, desk: "DeskWindow") -> None:
        super().__init__(desk)
        self._desk = desk
        self.page: LockPage | None = None

    @property
    def is_on(self) -> bool:
        """Whether nothing but the lock page is shown and answered."""
        return self.page is not None

    def set_on(self, *, is_on: bool) -> None:
        """Lock or open the window; asked for twice it changes nothing."""
        if is_on == self.is_on:
            return
        desk = self._desk
        if is_on:
            desk.page.close_panel()
            for _ in range(desk.page.stage.waiting_count + 1):
                desk.page.to_idle()
            self.page = LockPage()
            self.page.join_requested.connect(self._join)
            self.page.export_requested.connect(self._export)
            self._read_facts()
        else:
            self.page = None
        desk.window.show_lock(self.page)
        self.changed.emit(is_on)

    def take_code(self, text: str) -> bool:
        """Answer whether a scan is not for check-in: while locked none is."""
        if self.page is not None and text.strip().startswith(ENROLMENT):
            self.page.show_code(text.strip())
        return self.is_on

    def _read_facts(self) -> None:
        app = self._desk.app

        def read() -> LockFacts:
            staff = [one for one in app.desk.operators() if one.role is Role.STAFF]
            return LockFacts(pending=app.recovery.waiting(), asks_pin=bool(staff))

        self._desk.threads.writer.run(read, self._show_facts, self._desk.show_error)

    def _show_facts(self, facts: LockFacts) -> None:
        if self.page is not None:
            self.page.show_facts(facts)

    @Slot(str, str)
    def _join(self, text: str, pin: str) -> None:
        desk = self._desk

        def work() -> None:
            from desk_app.sync.enrolment import enrol_beside  # noqa: PLC0415  (psycopg: 135 ms)

            enrol_beside(desk.sync.run_write, text)

        desk.threads.writer.run(
            lambda: desk.app.desk.check_staff_pin(pin),
            lambda _nothing: desk.threads.network.run(work, self._joined, self._failed),
            self._failed,
        )

    def _joined(self, _nothing: None) -> None:
        desk = self._desk
        desk.refresh_identity()
        desk.sync.exchange_now()

    @Slot(str)
    def _export(self, pin: str) -> None:
        self._desk.threads.writer.run(
            lambda: self._desk.app.desk.check_staff_pin(pin),
            lambda _nothing: self._choose_file(),
            self._failed,
        )

    def _choose_file(self) -> None:
        if self.page is None:
            return
        name = f"station-desk-{self._desk.app.clock():%Y%m%d-%H%M%S}.recovery"
        chosen, _ = QFileDialog.getSaveFileName(
            self._desk.window, self.tr("Save the recovery file"), name
        )
        if chosen:
            self.export_to(Path(chosen))
        else:
            self.page.set_busy(is_busy=False)

    def export_to(self, out: Path) -> None:
        """Write the recovery file; staff have signed."""

        def done(count: int) -> None:
            if self.page is not None:
                words = self.tr(
                    "Saved as {0}, entries: %n. It holds names: keep it safe.", "", count
                )
                self.page.show_done(words.format(out.name))
            self.exported.emit(count)

        self._desk.threads.writer.run(
            lambda: self._desk.app.recovery.write(out), done, self._failed
        )

    def _failed(self, error: Exception) -> None:
        if self.page is None:
            return
        if isinstance(error, KnownError):
            self.page.show_error(words_of(error), is_pin=error.code in _PIN_ERRORS)
        else:
            self.page.show_error(self._desk.unexpected(error), is_pin=False)
