"""The classes page on a real database: find, mark, take back, enrol, move, make, export."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from desk_app.compose import open_desk
from desk_app.domain.attendance import LearnerMark
from desk_app.domain.clock import system_clock
from desk_app.domain.courses import EnrolmentStatus
from desk_app.main.appearance import apply_appearance
from desk_app.main.pages import join_pages
from desk_app.main.window import DeskWindow
from desk_app.runtime.settings import Settings
from desk_app.services.course_forms import NewCourse
from desk_app.ui.classes.course_panel import CoursePanel
from desk_app.ui.classes.enrol_panel import EnrolPanel
from desk_app.ui.classes.lesson_panel import LessonPanel, moment_of, set_moment
from desk_app.ui.classes.pick_panel import PickPanel
from desk_app.ui.classes.settings_panel import CourseSettingsPanel
from desk_app.ui.classes.terms_panel import TermsPanel
from desk_app.ui.common.texts import set_language
from desk_app.ui.common.theme import Theme, set_theme


def course(app, name, *, days=1, lessons=3, capacity=9):
    course_id, _ = app.courses.add(
        NewCourse(
            name=name,
            starts_at=system_clock() + timedelta(days=days),
            minutes=90,
            lessons=lessons,
            capacity=capacity,
        )
    )
    return course_id


@pytest.fixture
def desk(qapp, qtbot, tmp_path):
    app = open_desk(tmp_path)
    app.desk.set_up(station="梧桐里", desk="前台 1")
    app.desk.begin_shift("沈亦禾")
    painting = course(app, "国画入门", days=-8)
    course(app, "书法")
    for name in ("顾晚晴", "贺明川"):
        app.courses.enrol(painting, app.visitors.add(name))
    app.visitors.add("罗一舟")
    settings = Settings().with_value("sound.is_muted", True)
    apply_appearance(qapp, settings)
    desk = DeskWindow(app, settings)
    desk.classes = join_pages(desk)["classes"].join
    with qtbot.waitSignal(desk.identity_changed, timeout=5000):
        desk.show()
    yield desk
    qapp.removeEventFilter(desk.wedge)
    desk.window.close()
    desk.close()
    set_language(qapp, "en")
    set_theme(Theme())


@pytest.fixture
def page(desk, qtbot):
    """The page with the painting course open."""
    desk.window.show_page("classes")
    page = desk.classes.page
    qtbot.waitUntil(lambda: len(page.list.courses.lines) == 2, timeout=5000)
    (row,) = [r for r, c in enumerate(page.list.courses.lines) if c.name == "国画入门"]
    page.list.select(row)
    qtbot.waitUntil(lambda: opened(page) == "国画入门", timeout=5000)
    return page


def opened(page):
    return page.course.line.name if page.course else ""


def marks(page):
    return [list(line.attendance.marks) for line in page.course.sheet.lines]


def roster(desk, page):
    return {
        line.visitor.name: line.status for line in desk.app.courses.roster(page.wished_course())
    }


def press(page, key, qtbot, modifier=Qt.KeyboardModifier.NoModifier):
    page.matrix.setFocus()
    qtbot.keyClick(page.matrix, key, modifier)


def test_typing_finds_a_course_and_enter_goes_to_its_matrix(desk, qtbot):
    desk.window.show_page("classes")
    page = desk.classes.page
    page.search.setText("书")
    qtbot.waitUntil(lambda: [c.name for c in page.list.courses.lines] == ["书法"], timeout=5000)
    qtbot.waitUntil(lambda: opened(page) == "书法", timeout=5000)
    assert page.course.sheet.lines == ()


def test_digits_mark_the_cell_and_ctrl_z_takes_it_back_and_again(page, qtbot):
    page.matrix.setCurrentIndex(page.matrix.matrix.index(0, 0))
    press(page, Qt.Key.Key_4, qtbot)
    qtbot.waitUntil(lambda: marks(page)[0][0] is LearnerMark.EXCUSED, timeout=5000)
    press(page, Qt.Key.Key_1, qtbot)
    qtbot.waitUntil(lambda: marks(page)[0][0] is LearnerMark.PRESENT, timeout=5000)
    page.action.emit("undo")
    qtbot.waitUntil(lambda: marks(page)[0][0] is LearnerMark.EXCUSED, timeout=5000)
    page.action.emit("redo")
    qtbot.waitUntil(lambda: marks(page)[0][0] is LearnerMark.PRESENT, timeout=5000)
    press(page, Qt.Key.Key_Delete, qtbot)
    qtbot.waitUntil(lambda: marks(page)[0][0] is LearnerMark.ABSENT, timeout=5000)


def test_shift_and_arrows_mark_several_at_once_and_one_undo_takes_all_back(page, qtbot):
    page.matrix.setCurrentIndex(page.matrix.matrix.index(0, 0))
    press(page, Qt.Key.Key_Down, qtbot, Qt.KeyboardModifier.ShiftModifier)
    press(page, Qt.Key.Key_2, qtbot)
    qtbot.waitUntil(lambda: [m[0] for m in marks(page)] == [LearnerMark.LATE] * 2, timeout=5000)
    page.action.emit("undo")
    qtbot.waitUntil(lambda: [m[0] for m in marks(page)] == [LearnerMark.ABSENT] * 2, timeout=5000)


def test_the_foot_spells_the_cell_out(page):
    page.matrix.setCurrentIndex(page.matrix.matrix.index(1, 0))
    assert page.course.sheet.lines[1].name in page.foot.words
    page.matrix.setCurrentIndex(page.matrix.matrix.index(1, 3))
    assert "%" in page.foot.words


def test_somebody_is_enrolled_with_the_keyboard_alone_and_it_is_taken_back(desk, page, qtbot):
    page.action.emit("enrol")
    panel = page.panel
    assert isinstance(panel, EnrolPanel)
    qtbot.keyClicks(panel.search_edit, "lyz")
    qtbot.waitUntil(lambda: panel.people.chosen() is not None, timeout=5000)
    qtbot.keyClick(panel.search_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "罗一舟" in roster(desk, page), timeout=5000)
    qtbot.waitUntil(lambda: bool(panel.done.text()), timeout=5000)
    page.action.emit("undo")
    qtbot.waitUntil(lambda: "罗一舟" not in roster(desk, page), timeout=5000)


def test_a_place_is_given_back_and_the_undo_gives_it_again(desk, page, qtbot):
    page.matrix.setCurrentIndex(page.matrix.matrix.index(0, 0))
    name = page.course.sheet.lines[0].name
    press(page, Qt.Key.Key_Return, qtbot)
    qtbot.waitUntil(lambda: isinstance(page.panel, PickPanel), timeout=5000)
    page.panel.acted.emit("drop", -1)
    qtbot.waitUntil(lambda: name not in roster(desk, page), timeout=5000)
    qtbot.waitUntil(lambda: page.panel is None, timeout=5000)
    page.action.emit("undo")
    qtbot.waitUntil(lambda: roster(desk, page).get(name) is EnrolmentStatus.CONFIRMED, timeout=5000)


def test_another_course_is_found_by_initials_whatever_the_list_shows(desk, page, qtbot):
    press(page, Qt.Key.Key_Home, qtbot)
    page.matrix.learner_opened.emit(page.matrix.chosen_line().attendance.visitor_id)
    panel = page.panel
    qtbot.waitUntil(lambda: panel.lines.count() == 1, timeout=5000)
    qtbot.keyClicks(panel.search_edit, "gh")
    qtbot.waitUntil(lambda: panel.lines.count() == 0, timeout=5000)
    assert not panel.main_button.isEnabled()
    panel.search_edit.setText("sf")
    qtbot.waitUntil(lambda: panel.lines.count() == 1, timeout=5000)
    qtbot.keyClick(panel.search_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.panel is None, timeout=5000)


def test_a_lesson_is_moved_and_back(desk, page, qtbot):
    page.matrix.setCurrentIndex(page.matrix.matrix.index(0, 2))
    before = page.matrix.chosen_lesson()
    page.action.emit("lesson")
    panel = page.panel
    assert isinstance(panel, LessonPanel)
    control = panel.start_field.control
    set_moment(control, moment_of(control) + timedelta(days=1))
    panel.confirmed.emit()

    def starts():
        return desk.app.courses.session(before.session_id).starts_at

    qtbot.waitUntil(lambda: starts() > before.starts_at, timeout=5000)
    qtbot.waitUntil(lambda: page.panel is None, timeout=5000)
    page.action.emit("undo")
    qtbot.waitUntil(lambda: starts() == before.starts_at, timeout=5000)


def test_a_cancelled_lesson_has_no_column_and_comes_back(page, qtbot):
    page.matrix.setCurrentIndex(page.matrix.matrix.index(0, 2))
    page.action.emit("lesson")
    page.panel.other_button.click()
    qtbot.waitUntil(lambda: len(page.matrix.matrix.lessons) == 2, timeout=5000)
    page.action.emit("undo")
    qtbot.waitUntil(lambda: len(page.matrix.matrix.lessons) == 3, timeout=5000)


def test_a_new_course_shows_its_dates_before_it_is_made_and_opens_after(desk, page, qtbot):
    page.action.emit("new")
    qtbot.waitUntil(lambda: isinstance(page.panel, CoursePanel), timeout=5000)
    panel = page.panel
    qtbot.waitUntil(lambda: bool(panel.dates.text()), timeout=5000)
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: bool(panel.name.problem), timeout=5000)
    panel.name.control.setText("茶艺")
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: page.course.line.name == "茶艺", timeout=5000)
    assert len(page.course.lessons) == 12
    assert page.panel is None


def test_a_lecture_takes_several_sittings_and_names_the_one_it_cannot_read(page, qtbot):
    page.action.emit("new")
    qtbot.waitUntil(lambda: isinstance(page.panel, CoursePanel), timeout=5000)
    panel = page.panel
    panel.kind.show_value("lecture")
    panel.kind.chosen.emit("lecture")
    panel.name.control.setText("城市讲座")
    panel.sittings.control.setText("2027-01-05 14:00，不知道")
    panel.confirmed.emit()
    assert "不知道" in panel.sittings.problem
    panel.sittings.control.setText("2027-01-05 14:00")
    panel.confirmed.emit()
    qtbot.waitUntil(lambda: page.course.line.name == "城市讲座", timeout=5000)
    assert len(page.course.lessons) == 2


def test_settings_are_saved_and_taken_back(desk, page, qtbot):
    page.action.emit("edit")
    qtbot.waitUntil(lambda: isinstance(page.panel, CourseSettingsPanel), timeout=5000)
    course_id = page.wished_course()
    before = desk.app.courses.settings(course_id)
    page.panel.numbers["capacity"].control.setValue(30)
    page.panel.numbers["late_after_min"].control.setValue(20)
    page.panel.switches["several_entries"].setChecked(True)
    page.panel.confirmed.emit()
    after = before | {"capacity": 30, "late_after_min": 20, "several_entries": True}
    qtbot.waitUntil(lambda: desk.app.courses.settings(course_id) == after, timeout=5000)
    qtbot.waitUntil(lambda: page.panel is None, timeout=5000)
    page.action.emit("undo")
    qtbot.waitUntil(lambda: desk.app.courses.settings(course_id) == before, timeout=5000)


def test_a_term_and_a_holiday_are_kept(desk, page, qtbot):
    page.action.emit("terms")
    panel = page.panel
    assert isinstance(panel, TermsPanel)
    qtbot.waitUntil(lambda: panel.days.count() > 0, timeout=5000)
    panel.term_name.control.setText("秋季班")
    panel.add_button.click()
    qtbot.waitUntil(lambda: "秋季班" in panel.terms.text(), timeout=5000)
    panel.day_name.control.setText("停电")
    panel.confirmed.emit()
    qtbot.waitUntil(
        lambda: any("停电" in panel.days.item(r).text() for r in range(panel.days.count())),
        timeout=5000,
    )


_HEADS = {".xlsx": b"PK", ".csv": b"\xef\xbb\xbf", ".pdf": b"%PDF", ".ics": b"BEGIN:VCALENDAR"}


@pytest.mark.parametrize(
    "name", ["attendance.xlsx", "attendance.csv", "attendance.pdf", "signin.pdf", "calendar.ics"]
)
def test_each_export_is_written_whole(desk, page, qtbot, tmp_path, name):
    out = tmp_path / name
    desk.classes.export(page.wished_course(), out.stem, out)
    qtbot.waitUntil(out.exists, timeout=20_000)
    assert out.read_bytes().startswith(_HEADS[out.suffix])


def test_nobody_earned_a_certificate_yet_is_said_and_nothing_written(desk, page, qtbot, tmp_path):
    out = tmp_path / "out.pdf"
    desk.classes.export(page.wished_course(), "certificates", out)
    qtbot.waitUntil(desk.window.problem.isVisible, timeout=5000)
    assert not out.exists()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("theme", ["light", "dark", "highContrast"])
def test_the_page_paints_in_every_look(desk, page, qapp, language, theme):
    set_language(qapp, language)
    set_theme(Theme(name=theme))
    assert not page.grab().isNull()


def test_escape_closes_the_panel_then_leaves(desk, page, qtbot):
    page.action.emit("terms")
    page.escape()
    assert page.panel is None
    page.escape()
    assert desk.window.page_key == "check_in"
