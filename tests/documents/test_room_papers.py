"""Plans of days, signs on doors, heat maps and calendars, from what they are drawn of."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import cv2
import icalendar
import numpy as np
import pytest

from desk_app.documents.calendar_files import bookings_ics
from desk_app.documents.day_plans import day_plans_pdf
from desk_app.documents.door_signs import door_sign_pdf
from desk_app.documents.heat_maps import colour_of, heat_map_pdf, heat_map_png
from desk_app.documents.pass_image import png_bytes
from desk_app.domain.code_kinds import CodeKind, kind_of_code
from desk_app.domain.phone_scripts import Slot, displaced_script, reminder_script
from desk_app.domain.room_days import DayBlock, DayPlan, DayRow, in_lanes, span
from desk_app.domain.room_papers import DoorSign, RoomCalendar, RoomEvent
from desk_app.domain.room_signs import room_of_sign, sign_code
from desk_app.domain.room_use_rates import HeatMap, rates

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
ROOM_ID = UUID("0198f0aa-0000-7000-8000-000000000001")


def block(start, end, label="云帆科技", **facts):
    return DayBlock(start_min=start * 60, end_min=end * 60, label=label, **facts)


def plan(rows):
    first, last = span(rows)
    return DayPlan(station="", day=DAY, first_min=first, last_min=last, rows=rows)


def pages(pdf):
    return pdf.count(b"/Type /Page\n")


def row(*blocks, room="多功能厅", open_min=((540, 1260),)):
    return DayRow(room=room, open_min=open_min, blocks=in_lanes(blocks))


def test_a_day_holds_all_that_is_open_or_booked_and_no_more():
    assert span([row()]) == (540, 1260)
    assert span([row(block(7, 8)), row(open_min=((0, 1440),))]) == (420, 1260)
    assert span([row(DayBlock(start_min=1275, end_min=1290, label=""))]) == (540, 1320)
    assert span([]) == (540, 1080)


@pytest.mark.parametrize(("rooms", "wanted"), [(0, 1), (18, 1), (40, 3)])
def test_rooms_too_many_for_a_page_go_on_the_next(rooms, wanted):
    assert pages(day_plans_pdf([plan([row() for _ in range(rooms)])])) == wanted


def test_a_plan_draws_what_is_narrow_rare_or_unsure():
    narrow = DayBlock(start_min=600, end_min=605, label="㛃䶮𬭚", purpose="快递", is_sure=False)
    half = DayBlock(start_min=600, end_min=630, label="临港设计有限公司", purpose="人力资源培训")
    assert pages(day_plans_pdf([plan([row(narrow, half, block(9, 21))])] * 2)) == 2


@pytest.mark.parametrize("hours", [(), ("09:00-21:00",), ("mo 09:00-12:00", "su 13:00-24:00")])
def test_a_sign_is_one_page_whatever_the_hours(hours):
    sign = DoorSign(
        station="静安寺站", room="多功能厅", code=sign_code(ROOM_ID), hours=hours, rules="请勿饮食"
    )
    assert pages(door_sign_pdf(sign)) == 1


def test_the_code_on_a_door_is_read_by_a_camera_as_a_room():
    picture = cv2.imdecode(
        np.frombuffer(png_bytes(sign_code(ROOM_ID)), np.uint8), cv2.IMREAD_GRAYSCALE
    )
    text, *_ = cv2.QRCodeDetector().detectAndDecode(picture)
    assert kind_of_code(text) is CodeKind.ROOM
    assert room_of_sign(text) == ROOM_ID


@pytest.mark.parametrize(
    "text", ["", "STATION-ROOM:", f"{sign_code(ROOM_ID)}0", "STATION-ROOM:xyz", ROOM_ID.hex]
)
def test_what_is_no_sign_is_no_room(text):
    assert room_of_sign(text) is None


def heat(*rooms):
    return HeatMap(station="", first=DAY, last=DAY, rooms=rooms)


def test_fuller_is_darker_and_closed_is_grey():
    shades = [sum(colour_of(percent)) for percent in range(101)]
    assert shades == sorted(shades, reverse=True)
    assert colour_of(0) == (255, 255, 255)
    assert len(set(colour_of(None))) == 1


def test_the_picture_of_use_has_its_dark_fields_where_rooms_are_used():
    held = rates(ROOM_ID, "多功能厅", [(((540, 660),), [block(9, 10)])])
    picture = cv2.imdecode(np.frombuffer(heat_map_png(heat(held)), np.uint8), cv2.IMREAD_COLOR)
    height, width, _ = picture.shape
    line = picture[height - 75 - 20]  # within the only row, above its words' middle
    nine, ten = line[width * 2 // 6], line[width * 5 // 6]
    assert tuple(int(c) for c in nine[::-1]) == colour_of(100)
    assert tuple(int(c) for c in ten[::-1]) == colour_of(0)


@pytest.mark.parametrize("rooms", [0, 18])
def test_a_heat_map_is_drawn_for_any_number_of_rooms(rooms):
    found = heat(*(rates(ROOM_ID, f"{n} 号", [(((0, 1440),), [])]) for n in range(rooms)))
    assert heat_map_png(found).startswith(b"\x89PNG")
    assert pages(heat_map_pdf(found)) == max(1, -(-rooms // 17))


def test_an_event_says_what_is_sure_and_never_changes_its_id():
    def event(number, **facts):
        return RoomEvent(
            booking_id=UUID(int=number),
            room="多功能厅",
            starts_at=AT,
            ends_at=AT + timedelta(hours=1),
            label="云帆科技",
            **facts,
        )

    found = RoomCalendar(
        name="多功能厅",
        events=[event(1, purpose="茶艺"), event(2, is_sure=False), event(3, is_cancelled=True)],
    )
    calendar = icalendar.Calendar.from_ical(bookings_ics(found, AT))
    events = calendar.walk("VEVENT")
    assert [str(e["status"]) for e in events] == ["CONFIRMED", "TENTATIVE", "CANCELLED"]
    assert [str(e["uid"]) for e in events] == [str(UUID(int=n)) for n in (1, 2, 3)]
    assert str(events[0]["summary"]) == "云帆科技 · 茶艺"
    assert events[0]["dtstart"].dt.isoformat() == "2026-03-02T10:00:00+08:00"


def test_words_for_the_phone_say_the_news_and_ask_one_question():
    slot = Slot(room="多功能厅", starts_at=AT, ends_at=AT + timedelta(hours=1))
    other = Slot(room="会议室", starts_at=AT, ends_at=AT + timedelta(hours=1))
    reminder = reminder_script("静安寺站", slot, early_min=15, release_min=0)
    assert "放给别人" not in reminder.zh
    assert "goes to others" not in reminder.en
    told = displaced_script("", slot, [other])
    assert told.zh.count("？") == told.en.count("?") == 1
    assert told.zh.index("多功能厅") < told.zh.index("会议室")
    nothing = displaced_script("", slot, [])
    assert "改到哪天" in nothing.zh
    assert "Which other day" in nothing.en
