"""Joins the visitors page to the use cases."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from desk_app.domain.ids import VisitorId
from desk_app.main.door_photos import read_photo
from desk_app.main.importing import SheetImport
from desk_app.main.photos import PhotoPanelJoin
from desk_app.main.visitor_notes import VisitorNotesJoin
from desk_app.main.window import DeskWindow, PageKeys
from desk_app.services.visitor_list import Correction, ListQuery, Profile, VisitorPage
from desk_app.ui.visitors.correct import CorrectPanel
from desk_app.ui.visitors.erase_panel import ErasePanel
from desk_app.ui.visitors.notes_panel import NotesPanel
from desk_app.ui.visitors.page import VisitorsPage
from desk_app.ui.visitors.pass_panel import PassPanel
from desk_app.ui.visitors.photo_panel import PhotoPanel


class VisitorsJoin(QObject):
    """Carries what the page asks for to the services, and the answers back."""

    def __init__(self, desk: DeskWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._importing = SheetImport(desk, self)
        self.page = self._make_page()

    def _make_page(self) -> VisitorsPage:
        page = VisitorsPage()
        page.page_wished.connect(self._read_page)
        page.profile_wished.connect(self._read_profile)
        page.phone_wished.connect(self._show_phone)
        page.correction_wished.connect(self._open_correction)
        page.pass_wished.connect(self._open_pass)
        page.notes_wished.connect(self._open_notes)
        page.erase_wished.connect(self._open_erasure)
        page.check_in_wished.connect(self._check_in)
        page.photo_wished.connect(self._open_photo)
        page.register_requested.connect(lambda: self._desk.page.register_requested.emit(None))
        page.elsewhere_requested.connect(self._open_elsewhere)
        page.import_requested.connect(self._choose_sheet)
        page.left.connect(lambda: self._desk.window.show_page("check_in"))
        self._importing.join(page)
        return page

    def keys(self) -> PageKeys:
        """What the window's keys do while the page is on show."""
        page = self.page
        return PageKeys(escape=page.escape, find=page.go_to_search, elsewhere=page.look_elsewhere)

    def shown(self) -> None:
        """Read everything anew."""
        self.page.is_joined = self._desk.sync.is_running
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
        def read() -> tuple[Profile, QImage | None]:
            profile = self._desk.app.visitor_list.profile(visitor_id)
            return profile, read_photo(self._desk, visitor_id)

        self._desk.threads.reader.run(
            read, lambda found: self.page.show_profile(*found), self._desk.show_error
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

    @Slot(str)
    def _open_elsewhere(self, text: str) -> None:
        def use(visitor_id: VisitorId) -> None:
            self.page.hide_panel()
            self.page.refresh()
            self.page.open_profile(visitor_id)

        panel = self._desk.elsewhere.open(self.page.show_panel, use, text=text)
        panel.register_requested.connect(self.page.register_requested)

    @Slot(object)
    def _open_notes(self, profile: Profile) -> None:
        panel = NotesPanel(profile.visitor.name, self._desk.staff_names)
        VisitorNotesJoin(self._desk, profile.visitor.visitor_id, panel)
        self.page.show_panel(panel)

    @Slot(object)
    def _open_erasure(self, profile: Profile) -> None:
        desk, visitor = self._desk, profile.visitor
        panel = ErasePanel(visitor.name, desk.staff_names, is_joined=desk.sync.is_running)

        def work(name: str, pin: str) -> int:
            by = desk.app.desk.sign_in_staff(name, pin)
            return desk.app.erasure.erase(visitor.visitor_id, by)

        def erase(name: str, pin: str) -> None:
            desk.threads.writer.run(partial(work, name, pin), self._erased, panel.show_error)

        panel.signed.connect(erase)
        self.page.show_panel(panel)

    def _erased(self, _passes: int) -> None:
        self.page.hide_panel()
        self.page.close_profile()
        self.page.refresh()
        self._desk.page.to_idle()
        self._desk.check_in.changed.emit()
        self._desk.check_in.refresh()
        self._desk.window.toast.say(self.tr("Personal data erased"))

    @Slot(object)
    def _open_photo(self, profile: Profile) -> None:
        visitor = profile.visitor
        panel = PhotoPanel(visitor.name, has_photo=self.page.profile.photo.image is not None)
        PhotoPanelJoin(self._desk, visitor.visitor_id, panel, self.page.refresh)
        self.page.show_panel(panel)

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
        self._importing.open(path, self._desk.app.imports.plan_visitors)
