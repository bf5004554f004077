"""The story of the evening: who comes, when, and what is shown."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from desk_app.compose import DeskApp, open_desk
from desk_app.compose_sync import sync_engine
from desk_app.demo import clash
from desk_app.demo.classes_tour import classes_tour
from desk_app.demo.clock import EveningClock
from desk_app.demo.rooms_tour import rooms_tour
from desk_app.demo.step import Step
from desk_app.demo.town import Town
from desk_app.domain.clock import local_day
from desk_app.domain.ids import VisitorId
from desk_app.domain.link import LinkState
from desk_app.main.start import first_camera
from desk_app.main.window import DeskWindow
from desk_app.scan.simulated import SimulatedCamera
from desk_app.ui.common.texts import set_language
from desk_app.ui.common.theme import set_theme, theme
from desk_app.ui.review.page import ReviewPage
from desk_app.ui.visitors.page import VisitorsPage

if TYPE_CHECKING:
    from desk_app.demo.evening import Centre

_CLASSES = ("彩妆基础", "尤克里里入门", "行书入门")
_LECTURE = "劳动争议预防"


class Evening:
    """Everyone who comes, through camera, scanner, search or keys.

    Attributes:
        offline_ms: Waits from a code to its result while the centre could not be reached.
    """

    def __init__(
        self,
        desk: DeskWindow,
        town: Town,
        clock: EveningClock,
        centre: "Centre | None",
        *,
        folder: Path,
    ) -> None:
        self._desk = desk
        self._town = town
        self._clock = clock
        self._centre = centre
        self._folder = folder
        self._camera = SimulatedCamera(seed=7)
        self.offline_ms: list[float] = []

    def open(self) -> None:
        """Open the window with the camera that the story holds codes up to."""
        self._desk.show()
        self._desk.camera.start(self._camera)

    def show_around(self) -> None:
        """Open the window for a person: the webcam, or phones of invented visitors now and then."""
        self._desk.show()
        source = first_camera()
        if source:
            self._desk.camera.start(source)
            return
        self._desk.camera.start(self._camera)
        codes = [self._pass(v) for name in _CLASSES for v in self._town.learners[name][:6]]
        show = QTimer(self._desk, interval=6000)
        places = iter(range(10**6))
        show.timeout.connect(lambda: self._camera.show(codes[next(places) % len(codes)], 1.6))
        show.start()

    def steps(self) -> Iterator[Step]:
        """The evening in order; every step goes through camera, scanner, search or keys."""
        learners = {name: list(self._town.learners[name]) for name in _CLASSES}
        first = learners["彩妆基础"]
        yield Step(act=self._nothing, picture="01-idle")
        code = self._pass(first[0])
        yield Step(act=lambda: self._camera.show(code), expect="admitted", picture="02-admitted")
        yield Step(act=lambda: self._scan(code), expect="already_in", picture="03-already-in")
        for place in range(1, 12):
            for name in _CLASSES:
                yield from self._arrival(learners[name][place], place)
        yield from self._odd_ones()
        yield from self._by_name()
        yield from self._staff()
        yield from self._network()
        yield from self._late()
        yield from self._looks()

    def _arrival(self, visitor_id: VisitorId, place: int) -> Iterator[Step]:
        code = self._pass(visitor_id)
        if place % 4 == 0:
            yield Step(act=lambda: self._scan(code), expect="admitted")
        else:
            yield Step(act=lambda: self._camera.show(code, 0.55), expect="admitted")

    def _odd_ones(self) -> Iterator[Step]:
        town, app = self._town, self._desk.app
        forged = self._pass(town.learners["彩妆基础"][13])
        forged = forged[:60] + ("A" if forged[60] != "A" else "B") + forged[61:]
        yield Step(act=lambda: self._scan(forged), expect="forged", picture="04-forged")
        expired = app.passes.issue(
            town.learners["行书入门"][14],
            first_day=local_day(self._clock()) - timedelta(days=60),
            last_day=local_day(self._clock()) - timedelta(days=1),
        ).code
        yield Step(act=lambda: self._camera.show(expired), expect="expired")
        other_day = self._pass(self._free(town.learners["陶艺体验"]))
        yield Step(
            act=lambda: self._scan(other_day), expect="wrong_course", picture="05-wrong-course"
        )
        waiting = self._pass(town.learners["行书入门"][-1])
        yield Step(act=lambda: self._scan(waiting), expect="waitlisted")
        nobody = self._pass(self._stranger())
        early = town.tonight(_LECTURE)
        yield Step(
            act=lambda: self._pinned(early.session_id, nobody), expect="too_early",
            picture="06-too-early",
        )  # fmt: skip
        yield Step(
            act=lambda: self._pinned(town.tonight("彩妆基础").session_id, nobody),
            expect="not_enrolled",
            picture="07-not-enrolled",
        )
        yield Step(act=self._unpin)
        yield Step(
            act=lambda: self._scan("BADGE-7731-XK"), expect="unknown_code", picture="08-unknown"
        )
        yield Step(act=self._escape)
        badge = "BADGE-2210-QM"
        app.passes.link(town.learners["尤克里里入门"][13], badge)
        yield Step(act=lambda: self._scan(badge), expect="admitted")
        yield Step(act=lambda: self._camera.show("\x01\x02\x03\x04\x05"), expect="malformed")
        yield Step(act=self._escape)

    def _by_name(self) -> Iterator[Step]:
        page = self._desk.page
        yield Step(
            act=lambda: page.search.edit.setText("gw"),
            until=lambda: not page.search.drop_down.isHidden(),
            picture="09-search",
        )
        yield Step(act=self._escape)
        visitor = self._town.learners["彩妆基础"][15]
        yield Step(act=lambda: page.visitor_chosen.emit(visitor), expect="admitted")
        yield Step(
            act=lambda: page.register_requested.emit(None),
            until=lambda: page.panel is not None,
            picture="10-register",
        )
        yield Step(act=self._escape)

    def _staff(self) -> Iterator[Step]:
        """A visitor whom the desk asks about: two classes at once, chosen by key."""
        app, town = self._desk.app, self._town
        both = self._enrolled_twice()
        visitor = town.learners["彩妆基础"][16]
        app.courses.enrol(town.courses["尤克里里入门"], visitor, waitlist=True)
        code = self._pass(both)
        yield Step(act=lambda: self._scan(code), expect="choose", picture="11-choose")
        yield Step(act=lambda: self._desk.page.digit(1), expect="admitted")

    def _network(self) -> Iterator[Step]:
        centre = self._centre
        if centre is None:
            return
        sync = self._desk.sync
        light = self._desk.window.top.light
        room = self._desk.app.rooms.resolve("会议室 A")
        yield Step(act=self._nudge, until=lambda: light.status.pending == 0)
        other = self._other_desk(centre)
        yield Step(act=self._nudge, until=lambda: light.status.pending == 0)
        stranger = other.visitors.add("沙予安", phone="13300008026", company="云岫咨询")
        unsynced = other.passes.issue(stranger).code
        yield Step(act=lambda: centre.server.stop("immediate"), is_behind_stage=True)
        yield Step(act=self._nudge, until=lambda: light.status.state is LinkState.OFFLINE)
        waits = self._desk.check_in.latency.samples_ms
        first = len(waits)
        for visitor in self._town.learners["尤克里里入门"][14:18]:
            code = self._pass(visitor)
            yield Step(act=partial(self._camera.show, code, 0.55), expect="admitted")
        yield Step(act=lambda: self._clock.move_to(time(19, 2)))
        yield Step(act=lambda: set_theme(replace(theme(), name="dark")))
        yield Step(
            act=lambda: self._camera.show(unsynced, 0.8), expect="admitted", picture="12-offline"
        )
        yield Step(act=lambda: set_theme(replace(theme(), name="light")))
        self.offline_ms = waits[first:]
        clash.book_at_both(self._desk.app, other, room)
        yield Step(act=centre.server.start, is_behind_stage=True)
        yield Step(act=lambda: self._sync_other(other), is_behind_stage=True)
        if sync.is_running:
            yield Step(act=sync.exchange_now, until=lambda: light.status.refused == 1)
            yield from self._sort_out()
            yield Step(act=sync.exchange_now, until=lambda: light.status.state is LinkState.ONLINE)
            yield Step(
                act=sync.exchange_now,
                until=lambda: light.status.pending == 0,
                picture="13-back-online",
            )

    def _sort_out(self) -> Iterator[Step]:
        """The room was booked at both desks: a person takes the room that is free."""
        window = self._desk.window
        yield Step(act=lambda: window.show_page("review"))
        page = window.pages.findChild(ReviewPage)
        if page is not None:
            yield Step(
                act=self._nothing, until=lambda: page.case is not None, picture="21-to-sort-out"
            )
            yield Step(act=page.confirm, until=lambda: page.case is None)
            yield Step(act=page.escape)
            yield Step(act=window.toast.clear)

    def _late(self) -> Iterator[Step]:
        yield Step(act=lambda: self._clock.move_to(time(19, 13)))
        code = self._pass(self._town.learners["行书入门"][15])
        yield Step(act=lambda: self._camera.show(code), expect="admitted", picture="14-late")
        walk_in = self._pass(self._stranger())
        yield Step(act=lambda: self._scan(walk_in), expect="admitted")

    def _looks(self) -> Iterator[Step]:
        """The same evening in English, wide, and once more in Chinese."""
        app = QApplication.instance()
        window = self._desk.window
        yield Step(act=lambda: window.resize(1920, 1080))
        code = self._pass(self._town.learners["彩妆基础"][17])
        yield Step(act=lambda: self._scan(code), expect="admitted", picture="15-admitted-wide")
        if app is not None:
            yield Step(act=lambda: set_language(app, "en"))
        yield Step(act=self._nothing, picture="16-admitted-wide-en")
        yield Step(act=self._escape)
        yield Step(act=lambda: window.resize(1366, 768))
        yield Step(act=self._nothing, picture="17-idle-en")
        yield Step(act=lambda: window.show_page("settings"), picture="18-settings-en")
        if app is not None:
            yield Step(act=lambda: set_language(app, "zh_CN"))
        yield Step(act=self._nothing, picture="19-settings")
        learner = self._town.learners["彩妆基础"][17]
        yield Step(act=lambda: window.show_page("visitors"))
        page = window.pages.findChild(VisitorsPage)
        if page is not None:
            yield Step(
                act=partial(page.open_profile, learner),
                until=page.profile.isVisible,
                picture="20-visitors",
            )
        yield from rooms_tour(window)
        yield from classes_tour(window)
        yield Step(act=lambda: window.show_page("check_in"))
        if self._desk.sync.is_running:
            light = window.top.light
            yield Step(act=self._nudge, until=lambda: light.status.pending == 0)

    def _enrolled_twice(self) -> VisitorId:
        app, town = self._desk.app, self._town
        taken = {v for name in town.learners for v in town.learners[name]}
        visitor = next(v for v in town.people if v not in taken)
        for name in ("彩妆基础", "尤克里里入门"):
            self._make_room(name)
            app.courses.enrol(town.courses[name], visitor)
        town.learners["twice"] = [visitor]
        return visitor

    def _make_room(self, name: str) -> None:
        leaving = self._town.learners[name][19]
        self._desk.app.courses.drop(self._town.courses[name], leaving)

    def _other_desk(self, centre: "Centre") -> DeskApp:
        data = self._folder / "other"
        data.mkdir(mode=0o700, exist_ok=True)
        other = open_desk(data, self._clock)
        other.desk.set_up(station="梧桐里白领驿家", desk="前台 1")
        centre.join(other, "前台 1")
        engine = sync_engine(other)
        engine.run_once()
        engine.close()
        return other

    def _sync_other(self, other: DeskApp) -> None:
        """Let the second desk send what it did meanwhile."""
        engine = sync_engine(other)
        engine.run_once()
        engine.close()
        other.close()

    def _free(self, people: list[VisitorId]) -> VisitorId:
        busy = {v for name in _CLASSES for v in self._town.learners[name]}
        return next(v for v in people if v not in busy)

    def _stranger(self) -> VisitorId:
        taken = {v for name in self._town.learners for v in self._town.learners[name]}
        found = next(v for v in self._town.people if v not in taken)
        self._town.learners.setdefault("seen", []).append(found)
        return found

    def _pass(self, visitor_id: VisitorId) -> str:
        return self._desk.app.passes.issue(visitor_id).code

    def _scan(self, text: str) -> None:
        """Type as a handheld scanner does: fast, then Enter, into whatever has the focus."""
        target = QApplication.focusWidget() or self._desk.window
        for character in text:
            event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(target, event)
        enter = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r"
        )
        QApplication.sendEvent(target, enter)

    def _pinned(self, session_id: object, code: str) -> None:
        self._desk.page.pin_requested.emit(session_id)
        QTimer.singleShot(120, lambda: self._scan(code))

    def _unpin(self) -> None:
        self._desk.page.pin_requested.emit(None)

    def _escape(self) -> None:
        page = self._desk.page
        for _ in range(3):
            page.escape()

    def _nudge(self) -> None:
        self._desk.sync.exchange_now()

    def _nothing(self) -> None:
        """Only wait for the picture."""
