"""What to say on the phone about a booking, in Chinese and English: short, the news first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk_app.domain.clock import SHANGHAI

_DAYS_ZH = "一二三四五六日"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneScript:
    """The same words in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A room and a period as they are said on the phone; aware moments, said in Shanghai time."""

    room: str
    starts_at: datetime
    ends_at: datetime


def reminder_script(
    station: str, slot: Slot, *, purpose: str = "", early_min: int, release_min: int
) -> PhoneScript:
    """Remind a booker of today's booking.

    Args:
        station: Who calls; may be empty.
        slot: What is booked.
        purpose: What for; may be empty.
        early_min: From how many minutes before the start one may check in.
        release_min: How many minutes the room waits; 0: to the end of the booking.
    """
    what_zh = f"，用于{purpose}" if purpose else ""
    what_en = f" for {purpose}" if purpose else ""
    wait_zh = f"，过点{release_min}分钟未到会放给别人" if release_min else ""
    wait_en = (
        f"; {release_min} minutes after the start it goes to others if nobody has come"
        if release_min
        else ""
    )
    return PhoneScript(
        zh=f"您好，这里是{station or '驿站'}。提醒您：{_zh(slot)}您预约了{slot.room}{what_zh}。"
        f"开始前{early_min}分钟起可以签到{wait_zh}。您来吗？不来我们帮您取消。",
        en=f"Hello, this is {station or 'the station'}. You have booked {slot.room} {_en(slot)}"
        f"{what_en}. Check-in opens {early_min} minutes before{wait_en}. "
        "Are you coming? If not, we cancel it for you.",
    )


def displaced_script(station: str, lost: Slot, offers: Sequence[Slot]) -> PhoneScript:
    """Tell a booker that somebody else had the room first, and what there is instead."""
    if offers:
        first = offers[0]
        offer_zh = f"我们可以给您留{_zh(first)}的{first.room}，可以吗？"
        offer_en = f"We can keep {first.room} {_en(first)} for you: is that all right?"
    else:
        offer_zh = "这两周暂时没有合适的空档。您看改到哪天？有空出来我们第一时间联系您。"
        offer_en = "Nothing else fits in the next two weeks. Which other day would suit you?"
    return PhoneScript(
        zh=f"您好，这里是{station or '驿站'}。很抱歉，您{_zh(lost)}预约的{lost.room}"
        f"在另一个服务台已先订出。{offer_zh}",
        en=f"Hello, this is {station or 'the station'}. I am sorry: {lost.room} {_en(lost)} "
        f"had already been booked at another desk. {offer_en}",
    )


def _zh(slot: Slot) -> str:
    starts, ends = (at.astimezone(SHANGHAI) for at in (slot.starts_at, slot.ends_at))
    day = f"{starts.month}月{starts.day}日（周{_DAYS_ZH[starts.weekday()]}）"
    return f"{day}{starts:%H:%M}到{ends:%H:%M}"


def _en(slot: Slot) -> str:
    starts, ends = (at.astimezone(SHANGHAI) for at in (slot.starts_at, slot.ends_at))
    return f"on {starts:%A %d %B} from {starts:%H:%M} to {ends:%H:%M}"
