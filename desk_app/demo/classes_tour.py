"""The evening's look at the classes: the matrix of tonight's course."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QApplication

from desk_app.demo.step import Step
from desk_app.ui.classes.page import ClassesPage
from desk_app.ui.common.texts import set_language
from desk_app.ui.shell.window import MainWindow


def classes_tour(window: MainWindow) -> Iterator[Step]:
    """Show the classes page; nothing is marked."""
    app = QApplication.instance()
    yield Step(act=partial(window.show_page, "classes"))
    page = window.pages.findChild(ClassesPage)
    if page is None or app is None:
        return
    yield Step(act=_nothing, until=partial(_is_open, page), picture="29-classes")
    yield Step(act=partial(window.resize, 1920, 1080))
    yield Step(act=partial(set_language, app, "en"))
    yield Step(act=_nothing, picture="30-classes-wide-en")
    yield Step(act=partial(window.resize, 1366, 768))
    yield Step(act=partial(set_language, app, "zh_CN"))


def _is_open(page: ClassesPage) -> bool:
    return page.course is not None and bool(page.course.sheet.lines)


def _nothing() -> None:
    """Only wait for the picture."""
