"""The panel that imports a sheet: what will happen, row by row, before anything is written."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QListView, QProgressBar, QWidget
from shiboken6 import isValid
from typing_extensions import override

from desk_app.services.import_plan import ImportPlan, PlannedRow, Verdict
from desk_app.services.import_runs import Imported
from desk_app.ui.common.buttons import Button
from desk_app.ui.common.labels import Label, wrapped
from desk_app.ui.common.side_panel import SidePanel
from desk_app.ui.common.texts import is_chinese, words_of

_MOST_ERRORS = 2000


class ErrorModel(QAbstractListModel):
    """The rows that cannot be used, each with its reason."""

    def __init__(self, rows: list[PlannedRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows[:_MOST_ERRORS]

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> str | None:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        row = self._rows[index.row()]
        words = words_of(row.error) if row.error else ""
        place = self.tr("Row {0}, {1}").format(row.number, row.column)
        return f"{place}{'：' if is_chinese() else ': '}{words}"


class ImportPanel(SidePanel):
    """Shows the plan; the main button carries it out.

    Signals:
        accepted(ImportPlan): Write it.
        cancelled(): Stop writing.
        errors_wished(ImportPlan): Save the sheet with a column of reasons.
    """

    accepted = Signal(object)
    cancelled = Signal()
    errors_wished = Signal(object)

    def __init__(self, file_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: ImportPlan | None = None
        self._is_writing = False
        self._file_name = file_name
        self._main: Callable[[], str] = lambda: self.tr("Reading…")
        self.summary = wrapped(Label("title", self))
        self.columns = wrapped(Label("caption", self, color="text.secondary"))
        self.errors = QListView(self)
        self.errors.setWordWrap(True)
        self.save_button = Button("default", self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.stop_button = Button("default", self)
        for widget in (self.summary, self.columns, self.errors, self.save_button, self.progress):
            self.body.addWidget(widget)
        self.body.addWidget(self.stop_button)
        for widget in (self.errors, self.save_button, self.progress, self.stop_button):
            widget.hide()
        self.body.addStretch(1)
        self.set_busy(is_busy=True)
        self.confirmed.connect(self._accept)
        self.stop_button.clicked.connect(self._stop)
        self.save_button.clicked.connect(self._wish_errors)
        self.retranslate()

    @override
    def retranslate(self) -> None:
        self.say(self.tr("Import {0}").format(self._file_name), self._main())
        self.errors.setAccessibleName(self.tr("Rows that cannot be used"))
        self.save_button.say(self.tr("Save these rows with reasons"), icon="file")
        self.stop_button.say(self.tr("Stop and take back"), icon="undo")
        self.errors.viewport().update()

    def _name_main(self, words: Callable[[], str]) -> None:
        self._main = words
        self.retranslate()

    def show_plan(self, plan: ImportPlan) -> None:
        """Say what will happen."""
        if not isValid(self):
            return
        self._plan = plan
        new, changed = plan.count(Verdict.NEW), plan.count(Verdict.CHANGED)
        self.summary.tell(
            lambda: self.tr("New {0}, corrected {1}, already here {2}, cannot be used {3}").format(
                new, changed, plan.count(Verdict.SAME), len(plan.errors)
            )
        )
        named = ", ".join(plan.layout.names.values())
        self.columns.tell(lambda: self.tr("Columns read: {0}").format(named))
        if plan.errors:
            self.errors.setModel(ErrorModel(plan.errors, self))
            self.errors.setMinimumHeight(min(320, 30 + 28 * len(plan.errors)))
        self.errors.setVisible(bool(plan.errors))
        self.save_button.setVisible(bool(plan.errors))
        count = new + changed
        self._name_main(
            lambda: self.tr("Import %n", "", count) if count else self.tr("Nothing to import")
        )
        self.set_busy(is_busy=not count)

    def show_progress(self, done: int, total: int) -> None:
        """Say how far it is."""
        if isValid(self):
            self.progress.setRange(0, total)
            self.progress.setValue(done)

    def show_done(self, done: Imported) -> None:
        """Say how many rows were stored, or that all was taken back; the panel can be closed."""
        if not isValid(self):
            return
        self._is_writing = False
        self.progress.hide()
        self.stop_button.hide()
        self.summary.tell(lambda: self._done_words(done))
        self._name_main(lambda: self.tr("Done"))

    def _done_words(self, done: Imported) -> str:
        if not done.is_cancelled:
            return self.tr("Imported: %n", "", done.stored)
        if done.stored:
            return self.tr(
                "Stopped. Rows that stay, since they were used meanwhile: %n", "", done.stored
            )
        return self.tr("Stopped. All is as it was before the import.")

    def show_error(self, error: Exception) -> None:
        """Say why the sheet cannot be read or written, and what to do."""
        if isValid(self):
            self._is_writing = False
            self.summary.tell(lambda: words_of(error))
            self._name_main(lambda: self.tr("Choose another file"))
            self.progress.hide()
            self.stop_button.hide()

    @property
    def is_writing(self) -> bool:
        """Whether rows are being stored just now."""
        return self._is_writing

    @Slot()
    def _accept(self) -> None:
        if self._plan is None:
            return
        self._is_writing = True
        self.set_busy(is_busy=True)
        self.progress.setRange(0, 0)
        self.progress.show()
        self.stop_button.show()
        self.accepted.emit(self._plan)

    @Slot()
    def _stop(self) -> None:
        self.stop_button.setEnabled(False)
        self.summary.tell(lambda: self.tr("Stopping; what was written is being taken back…"))
        self.cancelled.emit()

    @Slot()
    def _wish_errors(self) -> None:
        if self._plan is not None:
            self.errors_wished.emit(self._plan)
