"""The panels of the check-in page: each asks for one thing beside the stage."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from desk_app.domain.check_in import CheckInOutcome
from desk_app.domain.ids import VisitorId
from desk_app.domain.people import Operator
from desk_app.services.results import CheckInResult
from desk_app.ui.check_in.answer_panel import AnswerPanel
from desk_app.ui.check_in.panels import LinkPanel, NamePanel, OperatorPanel
from desk_app.ui.check_in.register_panel import RegisterPanel
from desk_app.ui.check_in.said import Kind, kind_of
from desk_app.ui.check_in.staff_panel import BlockedPanel, StaffPanel

if TYPE_CHECKING:
    from desk_app.main.window import DeskWindow


class DoorPanels(QObject):
    """Opens them and hands what they ask for to the database thread."""

    def __init__(self, desk: "DeskWindow") -> None:
        super().__init__(desk)
        self._desk = desk
        page = desk.page
        page.register_requested.connect(self.open_register)
        page.name_requested.connect(self.open_name)
        page.link_requested.connect(self.open_link)
        page.answer_requested.connect(self.open_answer)
        page.staff_requested.connect(self.open_staff)
        page.elsewhere_requested.connect(self.open_elsewhere)
        desk.window.operator_requested.connect(self.open_operator)

    @Slot(object)
    def open_register(self, result: CheckInResult | None) -> None:
        """Register a new visitor, with the code that was shown if there is one (F2)."""
        desk = self._desk
        panel = RegisterPanel(result.nonce if result and result.can_link else None)
        panel.begin_with(desk.page.search.edit.text())
        desk.page.search.close_search()
        panel.submitted.connect(
            lambda request: desk.check_in.register(request, panel.show_known, panel.show_error)
        )
        panel.company_typed.connect(
            lambda typed: desk.check_in.find_companies(typed, panel.show_companies)
        )
        desk.open_panel(panel)

    @Slot(object)
    def open_name(self, result: CheckInResult) -> None:
        """Note who came in with a pass not known here yet."""
        desk = self._desk
        panel = NamePanel(result.noted_name)

        def noted(name: str) -> None:
            desk.page.hide_panel()
            desk.page.stage.card.show_name(result.nonce, name)
            desk.check_in.changed.emit()

        panel.submitted.connect(
            lambda name: desk.threads.writer.run(
                partial(desk.app.check_in.note_name, result.nonce, name), noted, panel.show_error
            )
        )
        desk.open_panel(panel)

    @Slot(object)
    def open_link(self, result: CheckInResult) -> None:
        """Tie the code to somebody known."""
        desk = self._desk
        panel = LinkPanel(result.nonce, result.pass_hint)
        panel.submitted.connect(lambda request: desk.check_in.link(request, panel.show_error))
        panel.search_changed.connect(
            lambda text: desk.threads.reader.run(
                lambda: desk.app.visitors.find(text), panel.show_search, desk.show_error
            )
        )
        desk.open_panel(panel)

    @Slot(object)
    def open_answer(self, result: CheckInResult) -> None:
        """Take the answers to what the course asks."""
        panel = AnswerPanel(result)
        panel.submitted.connect(
            lambda request: self._desk.check_in.answer(request, panel.show_error)
        )
        self._desk.open_panel(panel)

    @Slot(object)
    def open_staff(self, result: CheckInResult) -> None:
        """Let staff admit the visitor with a reason, or read why they are stopped (F8)."""
        desk = self._desk
        if result.outcome is CheckInOutcome.BLOCKED:
            self._open_blocked(result)
        elif result.can_force:
            panel = StaffPanel(result, desk.staff_names)
            panel.submitted.connect(lambda request: desk.check_in.force(request, panel.show_error))
            desk.open_panel(panel)
        elif result.visitor is None and kind_of(result.outcome) is not Kind.ADMITTED:
            desk.window.toast.say(self.tr("Nobody is behind this code: find them by name"))
            desk.page.search.find_person()
        else:
            desk.window.toast.say(self.tr("Nothing here needs staff"))

    def _open_blocked(self, result: CheckInResult) -> None:
        desk, visitor = self._desk, result.visitor
        if visitor is None:
            return
        panel = BlockedPanel(result, desk.staff_names)

        def look(staff: Operator) -> None:
            why = partial(desk.app.visitor_notes.why_blocked, visitor.visitor_id, staff)
            desk.threads.writer.run(why, panel.show_reason, panel.show_error)

        panel.submitted.connect(
            lambda request: desk.threads.reader.run(
                partial(desk.app.desk.sign_in_staff, request.operator_name, request.pin),
                look,
                panel.show_error,
            )
        )
        desk.open_panel(panel)

    @Slot(str, object)
    def open_elsewhere(self, text: str, result: CheckInResult | None) -> None:
        """Look at other stations for a text, or for the pass of a result (F5)."""
        desk = self._desk
        if not desk.sync.is_running:
            return
        code = desk.check_in.code_of(result.nonce) if result is not None else ""

        def use(visitor_id: VisitorId) -> None:
            desk.page.hide_panel()
            desk.check_in.present_visitor(visitor_id)

        panel = desk.elsewhere.open(desk.open_panel, use, text=text, code=code)
        panel.register_requested.connect(lambda: desk.page.register_requested.emit(None))

    @Slot()
    def open_operator(self) -> None:
        """Begin another shift."""
        desk = self._desk
        panel = OperatorPanel([o.name for o in desk.operators], desk.operator)

        def begin(name: str) -> None:
            def done(_nothing: None) -> None:
                desk.page.hide_panel()
                desk.refresh_identity()

            desk.threads.writer.run(lambda: desk.app.desk.begin_shift(name), done, panel.show_error)

        panel.submitted.connect(begin)
        desk.open_panel(panel)
