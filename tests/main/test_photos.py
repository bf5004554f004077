"""Photos on the visitors page and at the door, on a real database and a scripted camera."""
# ruff: noqa: F811  (fixtures)

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from desk_app.main.photos import PhotoPanelJoin
from desk_app.ui.visitors.photo_panel import PhotoPanel
from tests.main.test_visitors import desk, open_gu, page  # noqa: F401


def open_panel(desk, page, qtbot):
    open_gu(page, qtbot)
    page.profile.photo.click()
    assert isinstance(page.panel, PhotoPanel)
    return page.panel


def kept(desk):
    with desk.app.database.read() as connection:
        return connection.execute("SELECT visitor_id, picture FROM visitor_photo").fetchall()


def undo(desk, qtbot):
    action = next(b for b in desk.window.toast.findChildren(QAbstractButton) if b.isVisible())
    action.click()


@pytest.fixture
def picture(tmp_path):
    Image.new("RGB", (300, 200), "red").save(tmp_path / "a.jpg")
    return tmp_path / "a.jpg"


def test_a_file_becomes_the_photo_and_undo_takes_it_back(desk, page, qtbot, picture):
    panel = open_panel(desk, page, qtbot)
    assert not panel.remove_button.isVisible()
    panel.findChild(PhotoPanelJoin).read_file(picture)
    qtbot.waitUntil(lambda: page.profile.photo.image is not None, timeout=5000)
    assert page.panel is None
    assert page.profile.photo.image.width() == 200
    undo(desk, qtbot)
    qtbot.waitUntil(lambda: page.profile.photo.image is None, timeout=5000)
    assert kept(desk) == []


def test_the_photo_is_removed_and_comes_back(desk, page, qtbot, picture):
    panel = open_panel(desk, page, qtbot)
    panel.findChild(PhotoPanelJoin).read_file(picture)
    qtbot.waitUntil(lambda: page.profile.photo.image is not None, timeout=5000)
    page.profile.photo.click()
    page.panel.remove_button.click()
    qtbot.waitUntil(lambda: page.profile.photo.image is None, timeout=5000)
    undo(desk, qtbot)
    qtbot.waitUntil(lambda: page.profile.photo.image is not None, timeout=5000)


def test_what_is_no_picture_is_said_in_the_panel(desk, page, qtbot, tmp_path):
    (tmp_path / "a.jpg").write_text("no picture")
    panel = open_panel(desk, page, qtbot)
    panel.findChild(PhotoPanelJoin).read_file(tmp_path / "a.jpg")
    qtbot.waitUntil(panel.problem.isVisible, timeout=5000)
    assert page.panel is panel
    assert kept(desk) == []


def test_without_a_picture_of_the_camera_there_is_nothing_to_take(desk, page, qtbot):
    panel = open_panel(desk, page, qtbot)
    assert not panel.main_button.isEnabled()
    with qtbot.assertNotEmitted(panel.taken):
        qtbot.keyClick(panel, Qt.Key.Key_Space)


def test_space_takes_what_the_camera_sees_not_mirrored(desk, page, qtbot, tmp_path):
    seen = Image.new("RGB", (640, 480), "black")
    seen.paste("white", (0, 0, 320, 480))
    seen.save(tmp_path / "seen.png")
    desk.camera.start(str(tmp_path / "seen.png"))
    panel = open_panel(desk, page, qtbot)
    qtbot.waitUntil(panel.main_button.isEnabled, timeout=10_000)
    qtbot.keyClick(panel, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.profile.photo.image is not None, timeout=5000)
    photo = page.profile.photo.image
    assert photo.width() == photo.height()
    middle = photo.height() // 2
    assert photo.pixelColor(10, middle).lightness() > 200
    assert photo.pixelColor(photo.width() - 10, middle).lightness() < 50


def test_a_panel_that_closed_is_shown_nothing_more(desk, page, qtbot):
    before = len(desk.camera._viewers)
    open_panel(desk, page, qtbot)
    assert len(desk.camera._viewers) == before + 1
    page.hide_panel()
    qtbot.waitUntil(lambda: len(desk.camera._viewers) == before, timeout=5000)


def test_a_camera_that_is_lost_leaves_nobody_to_take(desk, page, qtbot):
    panel = open_panel(desk, page, qtbot)
    panel.set_preview(page_image(), ())
    assert panel.main_button.isEnabled()
    panel.show_camera_state("lost", "cam")
    assert not panel.main_button.isEnabled()


def keep_for_gu(desk, picture):
    from desk_app.documents.photos import photo_of_file  # noqa: PLC0415

    gu = desk.app.visitors.resolve("顾晚晴")
    desk.app.visitor_photos.put(gu, photo_of_file(picture))
    return gu


@pytest.mark.parametrize("is_on", [True, False])
def test_the_door_shows_photos_only_where_the_setting_wishes_it(desk, qtbot, picture, is_on):
    gu = keep_for_gu(desk, picture)
    desk.settings = desk.settings.with_value("desk.shows_photos", is_on)
    card = desk.page.stage.card
    desk.check_in.present_visitor(gu)
    qtbot.waitUntil(card.isVisible, timeout=5000)
    if is_on:
        qtbot.waitUntil(lambda: card.photo is not None, timeout=5000)
    done = []
    desk.threads.reader.run(lambda: None, done.append, done.append)
    qtbot.waitUntil(lambda: done == [None], timeout=5000)
    assert (card.photo is not None) is is_on


def test_the_next_persons_card_never_shows_the_photo_of_the_one_before(desk, qtbot, picture):
    gu = keep_for_gu(desk, picture)
    desk.settings = desk.settings.with_value("desk.shows_photos", True)
    card = desk.page.stage.card
    desk.check_in.present_visitor(gu)
    qtbot.waitUntil(lambda: card.photo is not None, timeout=5000)
    nonce = card.result.nonce
    desk.check_in.present_visitor(desk.app.visitors.resolve("贺明川"))
    qtbot.waitUntil(lambda: card.result.visitor.name == "贺明川", timeout=5000)
    assert card.photo is None
    card.show_photo(nonce, page_image())
    assert card.photo is None


def page_image():
    from PySide6.QtGui import QImage  # noqa: PLC0415

    return QImage(10, 10, QImage.Format.Format_RGB32)


def test_photos_are_off_until_somebody_wishes_them(desk):
    assert not desk.settings.desk.shows_photos
