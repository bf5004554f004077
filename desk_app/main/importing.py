"""Carries a sheet through its import: read, planned, shown, written, its errors handed back."""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from desk_app.domain.rosters import Cell
from desk_app.main.window import DeskWindow
from desk_app.services.import_plan import ImportPlan
from desk_app.services.import_runs import Imported
from desk_app.ui.common.import_panel import ImportPanel
from desk_app.ui.common.side_panel import SidePanel
from desk_app.workers.database import Priority

if TYPE_CHECKING:
    from desk_app.documents.sheets import Sheet

Planner = Callable[[Sequence[Sequence[Cell]]], ImportPlan]


class _Page(Protocol):
    """What a page must offer to show an import."""

    def show_panel(self, panel: SidePanel) -> None: ...

    def refresh(self) -> None: ...


class SheetImport(QObject):
    """One import at a time on one page."""

    _progressed = Signal(int, int)
    _finished = Signal(object)

    def __init__(self, desk: DeskWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._page: _Page | None = None
        self._sheet: tuple[Path, Sheet] | None = None
        self._finished.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def join(self, page: _Page) -> None:
        """Show imports on this page."""
        self._page = page

    def open(self, path: Path, planner: Planner) -> None:
        """Read a sheet and show what importing it would do."""
        panel = ImportPanel(path.name)
        stop = threading.Event()

        def plan() -> ImportPlan:
            from desk_app.documents.sheets import read_sheet  # noqa: PLC0415  (only here)

            sheet = read_sheet(path)
            self._sheet = (path, sheet)
            return planner(sheet.rows)

        def accept(plan: ImportPlan) -> None:
            threading.Thread(target=self._apply, args=(plan, panel, stop), daemon=True).start()

        panel.accepted.connect(accept)
        panel.cancelled.connect(stop.set)  # closing the panel lets it go on; a toast follows
        panel.errors_wished.connect(self._save_errors)
        self._progressed.connect(panel.show_progress, Qt.ConnectionType.QueuedConnection)
        if self._page is not None:
            self._page.show_panel(panel)
        self._desk.threads.reader.run(plan, panel.show_plan, panel.show_error)

    def _apply(self, plan: ImportPlan, panel: ImportPanel, stop: threading.Event) -> None:
        """Write a chunk at a time on the database thread, behind every scan."""
        writer = self._desk.threads.writer
        try:
            done = self._desk.app.imports.apply(
                plan,
                on_progress=self._progressed.emit,
                is_cancelled=stop.is_set,
                run_write=lambda job: writer.call(job, Priority.BACKGROUND),
            )
        except Exception as error:  # noqa: BLE001  (handed to the panel)
            self._finished.emit(partial(self._failed, panel, error))
        else:
            self._finished.emit(partial(self._imported, panel, done))

    @Slot(object)
    def _call(self, callback: Callable[[], None]) -> None:
        callback()

    def _refresh(self) -> None:
        if self._page is not None:
            self._page.refresh()

    def _failed(self, panel: ImportPanel, error: Exception) -> None:
        panel.show_error(error)
        self._refresh()

    def _imported(self, panel: ImportPanel, done: Imported) -> None:
        panel.show_done(done)
        self._refresh()
        self._desk.check_in.changed.emit()
        self._desk.window.toast.say(
            self.tr("Import stopped and taken back")
            if done.is_cancelled
            else self.tr("Imported: %n", "", done.stored)
        )

    @Slot(object)
    def _save_errors(self, plan: ImportPlan) -> None:
        if self._sheet is None:
            return
        path, sheet = self._sheet
        suffix = ".csv" if sheet.encoding else ".xlsx"
        name, _ = QFileDialog.getSaveFileName(
            self._desk.window,
            self.tr("Save with reasons"),
            str(path.with_suffix(f".errors{suffix}")),
        )
        if not name:
            return

        def write() -> None:
            from desk_app.documents.sheets import write_reasons  # noqa: PLC0415  (only here)

            reasons = {row.number: row.reason for row in plan.errors}
            write_reasons(path, sheet, reasons, Path(name))

        self._desk.threads.reader.run(
            write,
            lambda _: self._desk.window.toast.say(self.tr("Saved")),
            self._desk.show_error,
        )
