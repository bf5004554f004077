"""Joins the visitors page to the use cases."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from desk_app.domain.ids import VisitorId
from desk_app.main.window import DeskWindow
from desk_app.services.imports import ImportPlan
from desk_app.services.visitor_list import Correction, ListQuery, Profile, VisitorPage
from desk_app.ui.shell.lazy_page import LazyPage
from desk_app.ui.visitors.correct import CorrectPanel
from desk_app.ui.visitors.importing import ImportPanel
from desk_app.ui.visitors.page import VisitorsPage
from desk_app.ui.visitors.pass_panel import PassPanel
from desk_app.workers.database import Priority

if TYPE_CHECKING:
    from desk_app.documents.sheets import Sheet


class VisitorsJoin(QObject):
    """Carries what the page asks for to the services, and the answers back."""

    _progressed = Signal(int, int)
    _finished = Signal(object)

    def __init__(self, desk: DeskWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stop = threading.Event()
        self._sheet: tuple[Path, Sheet] | None = None
        self._finished.connect(self._call, Qt.ConnectionType.QueuedConnection)
        self._place = LazyPage(self._make_page)
        desk.window.add_page("visitors", "users", self._place)
        desk.escapes["visitors"] = self._escape
        desk.window.page_shown.connect(self._page_shown)

    @property
    def page(self) -> VisitorsPage:
        """The page, built when it is first needed."""
        return self._place.page

    def _make_page(self) -> VisitorsPage:
        page = VisitorsPage()
        page.page_wished.connect(self._read_page)
        page.profile_wished.connect(self._read_profile)
        page.phone_wished.connect(self._show_phone)
        page.correction_wished.connect(self._open_correction)
        page.pass_wished.connect(self._open_pass)
        page.check_in_wished.connect(self._check_in)
        page.register_requested.connect(lambda: self._desk.page.register_requested.emit(None))
        page.import_requested.connect(self._choose_sheet)
        page.left.connect(lambda: self._desk.window.show_page("check_in"))
        return page

    def _escape(self) -> None:
        self.page.escape()

    @Slot(str)
    def _page_shown(self, key: str) -> None:
        if key == "visitors":
            self.page.refresh()
            self.page.search.setFocus()

    @Slot(object, int)
    def _read_page(self, query: ListQuery, offset: int) -> None:
        def show(page: VisitorPage) -> None:
            self.page.show_page(page, self._desk.app.clock())

        self._desk.threads.reader.run(
            lambda: self._desk.app.visitor_list.page(query, offset), show, self._desk.show_error
        )

    @Slot(object)
    def _read_profile(self, visitor_id: VisitorId) -> None:
        self._desk.threads.reader.run(
            lambda: self._desk.app.visitor_list.profile(visitor_id),
            self.page.show_profile,
            self._desk.show_error,
        )

    @Slot(object)
    def _show_phone(self, visitor_id: VisitorId) -> None:
        self._desk.threads.writer.run(
            lambda: self._desk.app.visitor_list.show_phone(visitor_id),
            partial(self.page.show_phone, visitor_id),
            self._desk.show_error,
        )

    @Slot(object)
    def _check_in(self, visitor_id: VisitorId) -> None:
        self._desk.window.show_page("check_in")
        self._desk.check_in.present_visitor(visitor_id)

    @Slot(object)
    def _open_correction(self, profile: Profile) -> None:
        panel = CorrectPanel(profile.visitor)

        def save(correction: Correction) -> None:
            self._desk.threads.writer.run(
                lambda: self._desk.app.visitor_list.correct(correction),
                self._corrected,
                panel.show_error,
            )

        panel.submitted.connect(save)
        self.page.show_panel(panel)

    def _corrected(self, before: Correction | None) -> None:
        self.page.hide_panel()
        self.page.refresh()
        if before is None:
            return
        self._desk.check_in.changed.emit()
        self._desk.window.toast.say(
            self.tr("Saved"), self.tr("Undo"), partial(self._take_back, before)
        )

    def _take_back(self, before: Correction) -> None:
        def done(_after: Correction | None) -> None:
            self.page.refresh()
            self._desk.check_in.changed.emit()

        self._desk.threads.writer.run(
            lambda: self._desk.app.visitor_list.correct(before), done, self._desk.show_error
        )

    @Slot(object)
    def _open_pass(self, profile: Profile) -> None:
        panel = PassPanel(profile.visitor)

        def reissued(_pass: object) -> None:
            self._desk.check_in.changed.emit()
            self._desk.window.toast.say(self.tr("New pass made; the old one is void"))
            self.page.refresh()

        def reissue() -> None:
            self._desk.threads.writer.run(
                lambda: self._desk.app.passes.reissue(profile.visitor.visitor_id),
                reissued,
                panel.show_error,
            )

        panel.form_wished.connect(lambda form: self._choose_pass_file(panel, profile, form))
        panel.reissue_wished.connect(reissue)
        self.page.show_panel(panel)

    def _choose_pass_file(self, panel: PassPanel, profile: Profile, form: str) -> None:
        name = profile.visitor.name + (".png" if form == "phone" else ".pdf")
        chosen, _ = QFileDialog.getSaveFileName(self.page, self.tr("Save the pass"), name)
        if chosen:
            self.write_pass(panel, profile, form, Path(chosen))

    def write_pass(self, panel: PassPanel, profile: Profile, form: str, out: Path) -> None:
        """Write a visitor's pass to a file: phone, label or card."""
        app, threads = self._desk.app, self._desk.threads

        def draw(code: str) -> None:
            from desk_app.documents.pass_files import (  # noqa: PLC0415  (Pillow and fpdf2)
                Card,
                PassForm,
                write_pass,
            )

            station = app.desk.identity().station
            card = Card(name=profile.visitor.name, station=station, code=code)
            write_pass(PassForm(form), [card], out)

        def drawn(_nothing: None) -> None:
            self._desk.check_in.changed.emit()
            self._desk.window.toast.say(self.tr("Saved as {0}").format(out.name))
            self.page.refresh()

        threads.writer.run(
            lambda: app.passes.printable(profile.visitor.visitor_id),
            lambda issued: threads.reader.run(partial(draw, issued.code), drawn, panel.show_error),
            panel.show_error,
        )

    @Slot()
    def _choose_sheet(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.page,
            self.tr("A list of visitors"),
            "",
            self.tr("Sheets") + " (*.xlsx *.xls *.ods *.csv *.et)",
        )
        if name:
            self.import_sheet(Path(name))

    def import_sheet(self, path: Path) -> None:
        """Read a sheet and show what importing it would do."""
        panel = ImportPanel(path.name)
        app = self._desk.app

        def plan() -> ImportPlan:
            from desk_app.documents.sheets import read_sheet  # noqa: PLC0415  (only here)

            sheet = read_sheet(path)
            self._sheet = (path, sheet)
            return app.imports.plan_visitors(sheet.rows)

        def accept(plan: ImportPlan) -> None:
            self._stop.clear()
            threading.Thread(target=self._apply, args=(plan, panel), daemon=True).start()

        panel.accepted.connect(accept)
        panel.cancelled.connect(self._stop.set)
        panel.closed.connect(self._stop.set)
        panel.errors_wished.connect(self._save_errors)
        self._progressed.connect(panel.show_progress, Qt.ConnectionType.QueuedConnection)
        self.page.show_panel(panel)
        self._desk.threads.reader.run(plan, panel.show_plan, panel.show_error)

    def _apply(self, plan: ImportPlan, panel: ImportPanel) -> None:
        """Write a chunk at a time on the database thread, behind every scan."""
        writer = self._desk.threads.writer
        try:
            stored = self._desk.app.imports.apply(
                plan,
                on_progress=self._progressed.emit,
                is_cancelled=self._stop.is_set,
                run_write=lambda job: writer.call(job, Priority.BACKGROUND),
            )
        except Exception as error:  # noqa: BLE001  (handed to the panel)
            self._finished.emit(partial(self._failed, panel, error))
        else:
            self._finished.emit(partial(self._imported, panel, stored))

    @Slot(object)
    def _call(self, callback: Callable[[], None]) -> None:
        callback()

    def _failed(self, panel: ImportPanel, error: Exception) -> None:
        panel.show_error(error)
        self.page.refresh()

    def _imported(self, panel: ImportPanel, stored: int) -> None:
        panel.show_done(stored)
        self.page.refresh()
        self._desk.check_in.changed.emit()
        self._desk.window.toast.say(self.tr("Imported: %n", "", stored))

    @Slot(object)
    def _save_errors(self, plan: ImportPlan) -> None:
        if self._sheet is None:
            return
        path, sheet = self._sheet
        suffix = ".csv" if sheet.encoding else ".xlsx"
        name, _ = QFileDialog.getSaveFileName(
            self.page, self.tr("Save with reasons"), str(path.with_suffix(f".errors{suffix}"))
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
