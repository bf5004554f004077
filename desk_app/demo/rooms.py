"""The demo station's rooms and what is booked in them today."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from desk_app.compose import DeskApp
from desk_app.domain.clock import local_day, parse_local
from desk_app.domain.rooms import parse_hours
from desk_app.services.booking_request import BookingRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """A booking of today, by the station's clock."""

    room: str
    starts: str
    ends: str
    who: str
    purpose: str = ""
    people: int = 0
    is_weekly: bool = False
    is_here: bool = False


_ROOMS: tuple[tuple[str, int, tuple[tuple[str, int], ...]], ...] = (
    ("多功能厅", 80, (("投影", 1), ("音响", 1))),
    ("3 号教室", 26, (("投影", 1),)),
    ("音乐室", 24, (("音响", 1),)),
    ("书画室", 20, ()),
    ("会议室 A", 12, (("投影", 1), ("视频会议", 1))),
    ("会议室 B", 8, (("视频会议", 1),)),
    ("咨询室", 4, ()),
)
_BOOKED = (
    Booked(room="多功能厅", starts="09:30", ends="11:30", who="穗和保险经纪",
           purpose="人事经理沙龙", people=46, is_here=True),
    Booked(room="音乐室", starts="10:00", ends="12:00", who="合唱团", purpose="排练",
           is_weekly=True),
    Booked(room="书画室", starts="13:00", ends="15:00", who="社区书画组", is_weekly=True,
           is_here=True),
    Booked(room="会议室 A", starts="09:00", ends="10:30", who="澄屿数据科技", purpose="周会",
           people=9, is_here=True),
    Booked(room="会议室 A", starts="16:00", ends="17:30", who="拾浪设计", purpose="提案", people=6,
           is_here=True),
    Booked(room="会议室 A", starts="18:30", ends="20:00", who="禾岸会计师事务所", purpose="培训",
           people=10, is_here=True),
    Booked(room="会议室 B", starts="16:00", ends="18:00", who="云岫咨询", people=7, is_here=True),
    Booked(room="会议室 B", starts="19:30", ends="21:00", who="青砾软件", purpose="评审", people=6),
    Booked(room="咨询室", starts="18:30", ends="19:15", who="棠梨生物", purpose="面谈", people=3),
    Booked(room="咨询室", starts="19:30", ends="20:30", who="心理咨询", is_weekly=True),
)  # fmt: skip
_HOURS = parse_hours(["09:00-21:00"])


def build_rooms(app: DeskApp, evening: datetime) -> None:
    """Add rooms and today's bookings; ``evening`` is a moment of today."""
    ids = {
        name: app.rooms.add(
            name, capacity=seats, hours=_HOURS, fixtures=equipment, opens_on_holidays=True,
            cleanup_min=15 if name == "多功能厅" else 0, needs_approval=name == "多功能厅",
        )
        for name, seats, equipment in _ROOMS
    }  # fmt: skip
    today = local_day(evening)
    for one in _BOOKED:
        starts_at, ends_at = (parse_local(f"{today}T{text}") for text in (one.starts, one.ends))
        last = (starts_at + timedelta(weeks=7)).date()
        answer = app.bookings.book(
            BookingRequest(
                room_id=ids[one.room],
                starts_at=starts_at,
                ends_at=ends_at,
                who=app.bookings.who(one.who),
                purpose=one.purpose,
                headcount=one.people,
                rule=f"FREQ=WEEKLY;UNTIL={last:%Y%m%d}" if one.is_weekly else "",
            )
        )
        if one.is_here:
            first = answer.bookings[0]
            app.booking_use.accept(first.booking_id, starts_at - timedelta(hours=1))
            app.booking_use.check_in(first.booking_id, starts_at)
