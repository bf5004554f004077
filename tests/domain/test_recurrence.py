from datetime import datetime, timedelta

import pytest

from desk_app.domain.recurrence import RuleProblem, RuleRefusedError, expand, parse_rule


def starts_of(rule, starts="2026-11-03T19:00"):
    return [
        f"{one:%m-%d}"
        for one in expand(parse_rule(rule), datetime.fromisoformat(starts), timedelta(hours=1))
    ]


WEEKLY = "FREQ=WEEKLY;BYDAY=TU;COUNT=4"
LESS_ONE = ["11-03", "11-10", "11-24"]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=2026-11-17", ["11-03", "11-10", "11-17"]),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261117", ["11-03", "11-10", "11-17"]),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261117T110000Z", ["11-03", "11-10", "11-17"]),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261117T105959Z", ["11-03", "11-10"]),
        (f"{WEEKLY} EXDATE 2026-11-17", LESS_ONE),
        (f"{WEEKLY} EXDATE 20261117", LESS_ONE),
        (f"{WEEKLY} EXDATE 20261117T110000Z", LESS_ONE),
        (f"{WEEKLY} EXDATE 2026-11-17 18:00", ["11-03", "11-10", "11-17", "11-24"]),
        (f"RRULE:{WEEKLY}\r\nEXDATE:20261117T190000\r\nEXDATE:20261110T190000", ["11-03", "11-24"]),
        (f"RRULE:{WEEKLY}\nEXDATE;TZID=Asia/Shanghai:20261117T190000", LESS_ONE),
        (f"RRULE:{WEEKLY}\nEXDATE;VALUE=DATE:20261117,20261110", ["11-03", "11-24"]),
        (f"DTSTART:20261103T190000\nRRULE:{WEEKLY}\nEXDATE:20261117T190000", LESS_ONE),
        (f"RRULE:{WEEKLY}\nDTSTART;TZID=Asia/Shanghai:20261103T190000\nEXDATE:20261117", LESS_ONE),
    ],
)
def test_a_rule_is_read_as_calendar_files_write_it(rule, found):
    assert starts_of(rule) == found


@pytest.mark.parametrize(
    "rule",
    [
        f"{WEEKLY};BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32;COUNT=3",
        "FREQ=YEARLY;BYMONTH=13;COUNT=3",
        "FREQ=YEARLY;BYMONTH=2,0;COUNT=3",
        "FREQ=YEARLY;BYYEARDAY=0;COUNT=3",
        "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=0;COUNT=3",
        f"DTSTART:20261103T180000\nRRULE:{WEEKLY}",
        f"RRULE:{WEEKLY}\nEXDATE;TZID=Europe/Berlin:20261117T120000",
        f"RRULE:{WEEKLY}\nRRULE:{WEEKLY}",
        f"RRULE:{WEEKLY}\nRDATE:20261105T190000",
    ],
)
def test_a_rule_that_says_what_cannot_be_is_refused(rule):
    with pytest.raises(RuleRefusedError) as refused:
        starts_of(rule)
    assert refused.value.problem is RuleProblem.INVALID
