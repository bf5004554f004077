"""The `desk-app` command and what stands before every sub-command."""

import sys
import traceback
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from desk_app import __version__
from desk_app.cli import (
    booking_changes,
    bookings,
    central,
    check_in,
    closures,
    companies,
    courses,
    duplicates,
    lectures,
    maintenance,
    people,
    rooms,
    scanning,
    tables,
    terms,
    window,
)
from desk_app.cli.answers import PLACE, USAGE, report
from desk_app.domain.errors import KnownError

app = typer.Typer(
    name="desk-app",
    help="Station Desk 驿站前台: check visitors in, with or without a window.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _before(
    data: Annotated[
        str | None,
        typer.Option("--data", envvar="DESK_DATA", help="Data directory / 数据文件夹"),
    ] = None,
) -> None:
    if data is not None and not data.strip():
        raise typer.BadParameter("--data names no folder / --data 没有写文件夹")
    PLACE.data = Path(data) if data is not None else None


@app.command()
def version() -> None:
    """Print the version. Example: desk-app version"""
    sys.stdout.write(f"{__version__}\n")


app.command("run")(window.run)
app.command("demo")(window.demo)
app.command("decode")(scanning.decode)
app.command("watch")(scanning.watch)
people.visitors.command("merge")(duplicates.merge)
people.visitors.command("unmerge")(duplicates.unmerge)
app.add_typer(people.visitors, name="visitor")
app.add_typer(people.passes, name="pass")
app.add_typer(people.operators, name="operator")
app.add_typer(companies.companies, name="company")
app.add_typer(companies.buildings, name="building")
app.command("checkin")(check_in.checkin)
app.command("pin")(check_in.pin)
app.command("everyone-out")(check_in.everyone_out)
app.add_typer(courses.courses, name="course")
app.add_typer(lectures.lectures, name="lecture")
app.add_typer(terms.terms, name="term")
app.add_typer(terms.calendar, name="calendar")
app.command("import")(tables.import_sheet)
app.add_typer(rooms.rooms, name="room")
app.add_typer(closures.closures, name="closure")
app.command("book")(bookings.book)
bookings.bookings.add_typer(booking_changes.series, name="series")
app.add_typer(bookings.bookings, name="booking")
app.add_typer(central.centre, name="central")
app.command("enrol")(central.enrol)
app.command("sync")(central.sync)
app.command("backup")(maintenance.backup)
app.command("restore")(maintenance.restore)
app.command("doctor")(maintenance.doctor)


def main() -> NoReturn:
    """Run the command line; exits 0 done, 1 refused, 2 wrong usage, 3 broken."""
    as_json = "--json" in sys.argv
    try:
        app(standalone_mode=True)
    except KnownError as error:
        sys.exit(report(error, as_json=as_json))
    except BrokenPipeError:
        sys.exit(0)
    except Exception as error:  # noqa: BLE001  (the last resort, as the window's crash keeper)
        traceback.print_exception(error)
        sys.exit(report(_unexpected(error), as_json=as_json))
    sys.exit(USAGE)


def _unexpected(error: Exception) -> KnownError:
    return KnownError(
        "unexpected",
        zh=f"程序出错（{type(error).__name__}），这一步没有完成；先前存好的都在。"
        "请运行 desk-app doctor 检查，并把上面的内容报告给开发者。",
        en=f"The program failed ({type(error).__name__}) and this step was not done; all stored "
        "before is safe. Run desk-app doctor, and report the lines above to the developers.",
    )
