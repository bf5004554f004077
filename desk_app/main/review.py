"""Joins the page of what people must decide to the use cases, and the count on the rail."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from desk_app.domain.ids import ReviewId
from desk_app.main.window import DeskWindow, PageKeys
from desk_app.services.results import DeskIdentity
from desk_app.services.review_values import (
    ReviewCase,
    ReviewChoice,
    ReviewRequest,
    ReviewSheet,
    Shown,
)
from desk_app.ui.shell.lazy_page import LazyPage
from desk_app.workers.database import Priority

if TYPE_CHECKING:  # loaded when the page is first shown: the window starts without it
    from desk_app.ui.review.page import ReviewPage
    from desk_app.ui.review.staff_panel import Signed

KEY = "review"
_REFRESH_MS = 30_000
_FIRST_MS = 1500


class ReviewJoin(QObject):
    """Carries what the page asks for to the services, and the answers back."""

    def __init__(self, desk: DeskWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._station = ""
        self._place = LazyPage(self._make_page)
        desk.window.add_page(KEY, "inbox", self._place)
        desk.page_keys[KEY] = self._keys
        desk.window.page_shown.connect(self._page_shown)
        desk.identity_changed.connect(self._identity_changed)
        desk.synced.connect(self._synced)
        desk.review_wished.connect(lambda: desk.window.show_page(KEY))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        desk.window.closing.connect(self._timer.stop)

    @property
    def page(self) -> "ReviewPage":
        """The page, built when it is first needed."""
        return self._place.page

    def _make_page(self) -> "ReviewPage":
        from desk_app.ui.review.page import ReviewPage  # noqa: PLC0415

        page = ReviewPage()
        page.show_station(self._station)
        page.sheet_wished.connect(self._read_sheet)
        page.case_wished.connect(self._read_case)
        page.decided.connect(self._decide)
        page.undo_wished.connect(self._undo)
        page.contact_wished.connect(self._show_contact)
        page.copied.connect(lambda: self._desk.window.toast.say(self.tr("Copied")))
        page.left.connect(self._leave)
        return page

    @Slot()
    def _leave(self) -> None:
        self._desk.window.show_page("check_in")
        self._desk.page.setFocus()

    def _keys(self) -> PageKeys:
        page = self.page
        return PageKeys(escape=page.escape, digit=page.digit, confirm=page.confirm, undo=page.undo)

    @Slot()
    def _look(self) -> None:
        self._timer.setInterval(_REFRESH_MS)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Count again, and read the list again where it is on show."""
        if self._desk.window.page_key == KEY:
            self.page.refresh()
            return
        self._desk.threads.reader.run(
            self._count,
            self._show_count,
            self._desk.show_error,
            Priority.LAST,
        )

    def _count(self) -> int:
        return self._desk.app.review.count()  # the service is loaded on the thread that asks

    def _needs_tidying(self) -> bool:
        return self._desk.app.review.needs_tidying()

    @Slot(str)
    def _page_shown(self, key: str) -> None:
        if key == KEY:
            self.page.refresh()
            self.page.items.setFocus()
            self._desk.sync.acknowledge_refusals()

    @Slot(object)
    def _identity_changed(self, identity: DeskIdentity) -> None:
        self._station = identity.station
        if self._place.is_built:
            self.page.show_station(identity.station)
        self._timer.start(_FIRST_MS)  # after what the first visitor needs

    @Slot()
    def _synced(self) -> None:
        """Something came from the centre, or an operation was refused.

        The reader loads what this needs: the writer is there for those who scan.
        """
        self._desk.threads.reader.run(
            self._needs_tidying,
            self._tidy,
            self._desk.show_error,
            Priority.BACKGROUND,
        )

    def _tidy(self, is_needed: bool) -> None:  # noqa: FBT001  (an answer of the reader)
        if not is_needed:
            self.refresh()
            return
        self._desk.threads.writer.run(
            self._desk.app.review.tidy,
            lambda _count: self.refresh(),
            self._desk.show_error,
            Priority.BACKGROUND,
        )

    def _show_count(self, count: int) -> None:
        self._desk.window.rail.show_count(KEY, count)

    @Slot(object)
    def _read_sheet(self, shown: Shown) -> None:
        def show(sheet: ReviewSheet) -> None:
            self._show_count(sheet.open_count)
            self.page.show_sheet(sheet)

        self._desk.threads.reader.run(
            lambda: self._desk.app.review.list(shown), show, self._desk.show_error
        )

    @Slot(object)
    def _read_case(self, review_id: ReviewId) -> None:
        self._desk.threads.reader.run(
            lambda: self._desk.app.review.show(review_id),
            self.page.show_case,
            self._desk.show_error,
        )

    @Slot(object, object)
    def _decide(self, case: ReviewCase, choice: ReviewChoice) -> None:
        request = ReviewRequest(
            review_id=case.item.review_id,
            action=choice.action,
            alternative=choice.alternative.place if choice.alternative else None,
        )
        if choice.needs_staff:
            self._ask_staff(case, choice, request)
            return
        self.page.set_busy(is_busy=True)
        self._desk.threads.writer.run(
            lambda: self._desk.app.review.act(request), self._decided, self._failed
        )

    def _ask_staff(self, case: ReviewCase, choice: ReviewChoice, request: ReviewRequest) -> None:
        from desk_app.ui.review.choice_words import choice_text  # noqa: PLC0415
        from desk_app.ui.review.staff_panel import SignPanel  # noqa: PLC0415
        from desk_app.ui.review.words import describe  # noqa: PLC0415

        words = (describe(case, self._desk.app.clock()).headline, choice_text(choice, case))
        panel = SignPanel(case, choice, words, self._desk.staff_names)

        def work(signed: "Signed") -> ReviewCase:
            staff = self._desk.app.desk.sign_in_staff(signed.operator_name, signed.pin)
            return self._desk.app.review.act(
                ReviewRequest(
                    review_id=request.review_id,
                    action=request.action,
                    alternative=request.alternative,
                    operator=staff,
                )
            )

        panel.submitted.connect(
            lambda signed: self._desk.threads.writer.run(
                partial(work, signed), self._decided, panel.show_error
            )
        )
        self.page.show_panel(panel)

    def _decided(self, case: ReviewCase) -> None:
        from desk_app.ui.review.choice_words import done_text  # noqa: PLC0415

        review_id = case.item.review_id
        self.page.hide_panel()
        self.page.show_done(review_id)
        self.page.refresh()
        self._desk.check_in.changed.emit()
        self._desk.check_in.refresh()
        self._desk.window.toast.say(
            done_text(case), self.tr("Undo"), partial(self._undo, review_id)
        )

    def _failed(self, error: Exception) -> None:
        """Say why, and show how things stand now."""
        self.page.set_busy(is_busy=False)
        self.page.refresh()
        self._desk.show_error(error)

    @Slot(object)
    def _undo(self, review_id: ReviewId) -> None:
        def done(_case: ReviewCase) -> None:
            self.page.refresh()
            self._desk.check_in.changed.emit()
            self._desk.check_in.refresh()
            self._desk.window.toast.say(self.tr("Undone; it is open again"))

        self.page.set_busy(is_busy=True)
        self._desk.threads.writer.run(
            lambda: self._desk.app.review.undo(review_id), done, self._failed
        )

    @Slot(object)
    def _show_contact(self, review_id: ReviewId) -> None:
        self._desk.threads.writer.run(
            lambda: self._desk.app.review.show_contact(review_id),
            partial(self.page.show_contact, review_id),
            self._desk.show_error,
        )
