"""The panel that takes the answers to what a course asks at check-in."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget
from shiboken6 import isValid

from desk_app.services.results import CheckInResult
from desk_app.ui.check_in.requests import AnswerRequest
from desk_app.ui.common.side_panel import ErrorLine, SidePanel
from desk_app.ui.common.texts import words_of


class AnswerPanel(SidePanel):
    """A field per question; all of them are needed.

    Signals:
        submitted(AnswerRequest): Store the answers, check in.
    """

    submitted = Signal(object)

    def __init__(self, result: CheckInResult, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result = result
        name = result.visitor.name if result.visitor else ""
        self.say(self.tr("Ask {0}").format(name), self.tr("Answer and check in"))
        self.fields: list[tuple[QLineEdit, ErrorLine]] = []
        for question in result.questions:
            edit = QLineEdit(self)
            edit.returnPressed.connect(self._next)
            self.fields.append((edit, self.add_field(edit, question.wording)))
        self.body.addStretch(1)
        self.add_note(self.tr("Kept with the enrolment; it will not be asked again."))
        if self.fields:
            self.setFocusProxy(self.fields[0][0])
        self.confirmed.connect(self._submit)

    @Slot()
    def _next(self) -> None:
        """Enter goes to the next field, from the last one it confirms."""
        empty = next((edit for edit, _ in self.fields if not edit.text().strip()), None)
        if empty is None:
            self._submit()
        else:
            empty.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _submit(self) -> None:
        for edit, line in self.fields:
            is_empty = not edit.text().strip()
            self.show_problem(line, edit, self.tr("An answer is needed.") if is_empty else "")
            if is_empty:
                edit.setFocus()
                return
        self.set_busy(is_busy=True)
        self.submitted.emit(
            AnswerRequest(
                result=self._result,
                answers={
                    question.question_id: edit.text()
                    for question, (edit, _) in zip(self._result.questions, self.fields, strict=True)
                },
            )
        )

    def show_error(self, error: Exception) -> None:
        """Say what would work."""
        if isValid(self) and self.fields:
            edit, line = self.fields[0]
            self.show_problem(line, edit, words_of(error))
