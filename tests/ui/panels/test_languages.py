"""A panel that stands open speaks another language at once and keeps what was typed."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDateEdit,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QScrollArea,
    QSpinBox,
    QWidget,
)

from desk_app.domain.courses import ClassSession, CourseKind
from desk_app.domain.elsewhere import FoundElsewhere
from desk_app.domain.errors import KnownError
from desk_app.domain.holidays import CalendarDay, DayKind
from desk_app.domain.ids import CourseId, SessionId, VisitorId
from desk_app.domain.lessons import LessonPlan
from desk_app.domain.rosters import Column, Layout
from desk_app.services.import_plan import ImportPlan, PlannedRow, Verdict
from desk_app.services.import_runs import Imported
from desk_app.services.results import SearchAnswer, VisitorCard
from desk_app.ui.classes.course_panel import CoursePanel
from desk_app.ui.classes.enrol_panel import EnrolPanel
from desk_app.ui.classes.lesson_panel import LessonPanel
from desk_app.ui.classes.pick_panel import PickPanel
from desk_app.ui.classes.settings_panel import CourseSettingsPanel
from desk_app.ui.classes.terms_panel import TermsPanel
from desk_app.ui.common.controls import Switch
from desk_app.ui.common.elsewhere_panel import ElsewherePanel
from desk_app.ui.common.import_panel import ImportPanel
from desk_app.ui.common.texts import date_text, is_chinese, set_language
from desk_app.ui.common.theme import Theme, set_theme
from desk_app.ui.visitors.correct import CorrectPanel
from desk_app.ui.visitors.erase_panel import ErasePanel
from desk_app.ui.visitors.notes_panel import NotesPanel, ShownNote
from desk_app.ui.visitors.pass_panel import PassPanel
from desk_app.ui.visitors.photo_panel import PhotoPanel

AT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
WRONG = KnownError("wrong_pin", zh="PIN 不对", en="The PIN does not fit")
GU = VisitorCard(
    visitor_id=VisitorId(UUID(int=1)),
    name="顾晚晴",
    phone_masked="138****1234",
    company="澄屿数据科技",
    workplace="",
)
LESSON = ClassSession(
    session_id=SessionId(UUID(int=2)),
    course_id=CourseId(UUID(int=3)),
    course_name="国画入门",
    kind=CourseKind.COURSE,
    number=3,
    lessons=12,
    room="手工室",
    starts_at=AT,
    ends_at=AT + timedelta(minutes=90),
    capacity=20,
)
PLAN = ImportPlan(
    layout=Layout(header=0, places={Column.NAME: 0}, names={Column.NAME: "姓名"}),
    rows=(
        PlannedRow(number=2, verdict=Verdict.NEW),
        PlannedRow(number=3, verdict=Verdict.ERROR, column="姓名", error=WRONG),
    ),
)


def panel_of(kind, *args, then=(), **facts):
    """Build a panel and call it so: each of ``then`` is a method's name and its arguments."""

    def build():
        panel = kind(*args, **facts)
        panel.say_close()
        for name, *given in then:
            getattr(panel, name)(*given)
        return panel

    return build


def pick():
    panel = PickPanel(
        lambda: ("哪一次课？", "就这次") if is_chinese() else ("Which lesson?", "This one"),
        lambda: [date_text(AT)],
    )
    panel.add_search(lambda: ("找课程", "拼音") if is_chinese() else ("Find", "Pinyin"))
    panel.add_action(lambda: "退" if is_chinese() else "Back", "drop")
    panel.show_error(WRONG)
    return panel


MEETS = LessonPlan(starts=(AT,), skipped=(AT.date(),), on_makeup_workdays=())
ELSEWHERE = FoundElsewhere(visitor_id=UUID(int=5), name="顾*", station="黄河路", is_here=False)
PANELS = {
    "course": panel_of(
        CoursePanel,
        AT,
        [],
        then=[("show_plan", MEETS, []), ("show_error", WRONG)],
    ),
    "settings": panel_of(
        CourseSettingsPanel, "国画入门", defaultdict(int), [], then=[("show_error", WRONG)]
    ),
    "terms": panel_of(
        TermsPanel,
        AT.date(),
        then=[
            ("show_terms", []),
            (
                "show_days",
                [CalendarDay(day=date(2026, 1, 1), kind=DayKind.HOLIDAY, name="New Year's Day")],
            ),
        ],
    ),
    "enrol": panel_of(
        EnrolPanel,
        "国画入门",
        then=[
            ("show_hits", SearchAnswer(text="")),
            ("show_done", lambda: "已报名" if is_chinese() else "Enrolled"),
        ],
    ),
    "lesson": panel_of(LessonPanel, LESSON, then=[("show_error", WRONG)]),
    "pick": pick,
    "correct": panel_of(CorrectPanel, GU, then=[("show_error", WRONG)]),
    "erase": panel_of(ErasePanel, "顾晚晴", [], is_joined=True),
    "erase_wrong": panel_of(
        ErasePanel, "顾晚晴", ["陈静"], is_joined=False, then=[("show_error", WRONG)]
    ),
    "notes": panel_of(NotesPanel, "顾晚晴", []),
    "notes_open": panel_of(
        NotesPanel,
        "顾晚晴",
        ["陈静"],
        then=[("show_notes", [ShownNote(note_id=UUID(int=4), words=lambda: date_text(AT))])],
    ),
    "pass": panel_of(PassPanel, GU, then=[("show_error", WRONG)]),
    "photo": panel_of(PhotoPanel, "顾晚晴", has_photo=True, then=[("show_error", WRONG)]),
    "elsewhere": panel_of(ElsewherePanel, has_pass=True, then=[("show_error", WRONG)]),
    "elsewhere_found": panel_of(
        ElsewherePanel,
        then=[
            (
                "show_found",
                [
                    FoundElsewhere(
                        visitor_id=UUID(int=5), name="顾*", station="黄河路", is_here=False
                    )
                ],
            )
        ],
    ),
    "import": panel_of(ImportPanel, "名册.xlsx"),
    "import_plan": panel_of(ImportPanel, "名册.xlsx", then=[("show_plan", PLAN)]),
    "import_done": panel_of(
        ImportPanel, "名册.xlsx", then=[("show_plan", PLAN), ("show_done", Imported(stored=1))]
    ),
    "import_failed": panel_of(ImportPanel, "名册.xlsx", then=[("show_error", WRONG)]),
}


@pytest.fixture(autouse=True)
def look(qapp):
    set_language(qapp, "en")
    yield
    set_language(qapp, "en")


def words(panel):
    """Return all that a person reads on a panel, or has read out."""
    found = [panel.accessibleName()]
    for part in panel.findChildren(QWidget):
        found.append(part.accessibleName())
        if isinstance(part, (QLabel, QAbstractButton)):
            found.append(part.text())
        if isinstance(part, QLineEdit):
            found.append(part.placeholderText())
        if isinstance(part, QComboBox):
            found += [part.itemText(row) for row in range(part.count())]
        if isinstance(part, QListView) and part.model() is not None:
            rows = range(part.model().rowCount())
            found += [str(part.model().index(row, 0).data()) for row in rows]
    return found


@pytest.mark.parametrize("name", PANELS)
@pytest.mark.parametrize(("before", "after"), [("en", "zh_CN"), ("zh_CN", "en")])
def test_an_open_panel_says_in_another_language_what_a_new_one_would(
    qapp, qtbot, name, before, after
):
    set_language(qapp, before)
    panel = PANELS[name]()
    qtbot.addWidget(panel)
    said = words(panel)
    set_language(qapp, after)
    fresh = PANELS[name]()
    qtbot.addWidget(fresh)
    qtbot.waitUntil(lambda: words(panel) == words(fresh), timeout=2000)
    assert words(panel) != said


@pytest.mark.parametrize("name", PANELS)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_panel_has_room_for_its_words_and_for_what_stands_in_its_fields(
    qapp, qtbot, name, language
):
    set_theme(Theme())
    set_language(qapp, language)
    panel = PANELS[name]()
    qtbot.addWidget(panel)
    panel.resize(360, 900)
    panel.show()
    qtbot.waitExposed(panel)
    for edit in panel.findChildren(QLineEdit):
        assert edit.width() > edit.fontMetrics().horizontalAdvance(edit.text()) + 2, edit.text()
    for area in panel.findChildren(QScrollArea):
        assert area.horizontalScrollBar().maximum() == 0


def fill(panel):
    """Put something into every control a person can fill in."""
    fillers = {
        QLineEdit: lambda edit: edit.setText("12"),
        QPlainTextEdit: lambda edit: edit.setPlainText("坐轮椅"),
        QComboBox: lambda box: box.setCurrentIndex(box.count() - 1),
        QSpinBox: lambda number: number.setValue(number.minimum() + 1),
        QDateEdit: lambda day: day.setDate(QDate(2026, 12, 31)),
        Switch: lambda switch: switch.setChecked(True),
    }
    for kind, put in fillers.items():
        for control in panel.findChildren(kind):
            if not isinstance(control.parent(), QAbstractSpinBox):
                put(control)


def filled(panel):
    return (
        [edit.text() for edit in panel.findChildren(QLineEdit)],
        [text.toPlainText() for text in panel.findChildren(QPlainTextEdit)],
        [box.currentIndex() for box in panel.findChildren(QComboBox)],
        [button.isChecked() for button in panel.findChildren(QAbstractButton)],
        [part.isHidden() for part in panel.findChildren(QWidget)],
        [part.isEnabled() for part in panel.findChildren(QWidget)],
    )


@pytest.mark.parametrize("name", PANELS)
def test_another_language_keeps_what_was_typed_into_an_open_panel(qapp, qtbot, name):
    panel = PANELS[name]()
    qtbot.addWidget(panel)
    fill(panel)
    before, title = filled(panel), panel.accessibleName()
    set_language(qapp, "zh_CN")
    qtbot.waitUntil(lambda: panel.accessibleName() != title, timeout=2000)
    assert filled(panel) == before
