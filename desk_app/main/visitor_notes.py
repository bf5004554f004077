"""Joins the panel of staff's notes to the use cases; who signed in is kept while it is open."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Slot

from desk_app.db.visitor_notes import VisitorNote
from desk_app.domain.ids import VisitorId
from desk_app.domain.people import Operator
from desk_app.main.window import DeskWindow
from desk_app.ui.common.texts import clock_text, date_text
from desk_app.ui.visitors.notes_panel import NotesPanel, ShownNote

Read = tuple[Operator, list[VisitorNote]]


class VisitorNotesJoin(QObject):
    """Lives as long as its panel."""

    def __init__(self, desk: DeskWindow, visitor_id: VisitorId, panel: NotesPanel) -> None:
        super().__init__(panel)
        self._desk, self._visitor_id, self._panel = desk, visitor_id, panel
        self._by: Operator | None = None
        panel.opened.connect(self._open)
        panel.written.connect(self._write)
        panel.withdrawn.connect(self._withdraw)

    @Slot(str, str)
    def _open(self, name: str, pin: str) -> None:
        def work() -> Read:
            by = self._desk.app.desk.sign_in_staff(name, pin)
            return by, self._desk.app.visitor_notes.read(self._visitor_id, by)

        self._run(work)

    @Slot(str)
    def _write(self, wording: str) -> None:
        notes, by = self._desk.app.visitor_notes, self._by
        if by is not None:
            self._run(partial(self._changed, lambda: notes.add(self._visitor_id, wording, by)))

    @Slot(object)
    def _withdraw(self, note_id: UUID) -> None:
        notes, by = self._desk.app.visitor_notes, self._by
        if by is None:
            return
        take = partial(notes.withdraw, self._visitor_id, note_id, by)
        self._run(partial(self._changed, take))
        back = partial(self._changed, partial(take, is_withdrawn=False))
        self._desk.window.toast.say(
            self.tr("Note taken away"), self.tr("Undo"), lambda: self._run(back)
        )

    def _changed(self, change: Callable[[], object]) -> Read:
        change()
        if self._by is None:
            raise LookupError
        return self._by, self._desk.app.visitor_notes.read(self._visitor_id, self._by)

    def _run(self, work: Callable[[], Read]) -> None:
        self._desk.threads.writer.run(work, self._show, self._panel.show_error)

    def _show(self, answer: Read) -> None:
        self._by, notes = answer
        self._panel.show_notes(
            [
                ShownNote(
                    note_id=note.note_id,
                    words=partial(_words, note),
                )
                for note in notes
            ]
        )
        self._desk.check_in.changed.emit()


def _words(note: VisitorNote) -> str:
    when = f"{date_text(note.written_at)} {clock_text(note.written_at)}"
    return f"{when} {note.written_by}\n{note.wording}"
