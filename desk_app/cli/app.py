"""The `desk-app` command with all its sub-commands."""

import sys

from desk_app import __version__
from desk_app.cli import (
    booking_changes,
    booking_tasks,
    bookings,
    central,
    check_in,
    closures,
    companies,
    courses,
    duplicates,
    exports,
    keying,
    lectures,
    maintenance,
    people,
    recovery,
    review,
    room_facts,
    rooms,
    scanner,
    scanning,
    sync,
    tables,
    terms,
    window,
)
from desk_app.cli.entry import new_app

app = new_app()


@app.command()
def version() -> None:
    """Print the version. Example: desk-app version"""
    sys.stdout.write(f"{__version__}\n")


app.command("run")(window.run)
app.command("demo")(window.demo)
app.command("decode")(scanning.decode)
app.command("watch")(scanning.watch)
app.add_typer(scanner.scanners, name="scanner")
people.visitors.command("merge")(duplicates.merge)
people.visitors.command("unmerge")(duplicates.unmerge)
people.visitors.command("erase")(duplicates.erase)
people.visitors.command("elsewhere")(sync.elsewhere)
app.add_typer(people.visitors, name="visitor")
app.add_typer(people.passes, name="pass")
app.add_typer(people.operators, name="operator")
app.add_typer(companies.companies, name="company")
app.add_typer(companies.buildings, name="building")
app.command("checkin")(check_in.checkin)
app.command("keyin")(keying.keyin)
app.command("pin")(check_in.pin)
app.command("everyone-out")(check_in.everyone_out)
app.add_typer(courses.courses, name="course")
app.add_typer(lectures.lectures, name="lecture")
app.add_typer(terms.terms, name="term")
app.add_typer(terms.calendar, name="calendar")
app.command("import")(tables.import_sheet)
app.command("export")(exports.export)
rooms.rooms.add_typer(room_facts.facts)
app.add_typer(rooms.rooms, name="room")
app.add_typer(closures.closures, name="closure")
app.command("book")(bookings.book)
bookings.bookings.add_typer(booking_changes.series, name="series")
bookings.bookings.add_typer(booking_tasks.tasks)
app.add_typer(bookings.bookings, name="booking")
app.add_typer(review.reviews, name="review")
app.add_typer(review.reviews, name="conflicts", hidden=True)
app.add_typer(central.centre, name="central")
app.command("enrol")(sync.enrol)
app.command("sync")(sync.sync)
app.add_typer(recovery.recoveries, name="recovery")
app.command("backup")(maintenance.backup)
app.command("restore")(maintenance.restore)
app.command("doctor")(maintenance.doctor)
