"""Opens every kind of file the app writes with other programs: LibreOffice, pdftotext, icalendar.

python scripts/check_exports.py. Needs `soffice` (libreoffice-calc-nogui) and `pdftotext`
(poppler-utils); exits with 2 where they are missing, with 1 where a file is not as it should be.
"""

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from icalendar import Calendar

from desk_app.domain.clock import local_day, system_clock

DESK_APP = Path(sys.executable).with_name("desk-app")
NAMES = ("李㛃", "龚䶮", "王𬭚", "林𠮷", "顾晚晴", "㛃䶮𬭚𠮷")
FORMULA = "=1+1"
COURSE, ROOM, BOOKER = "国画𠮷班", "多功能𠮷厅", "云帆科技𬭚"
PROGRAMS = {"soffice": "libreoffice-calc-nogui", "pdftotext": "poppler-utils"}


class Check:
    """A throwaway station, and what was found wrong with its files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[str] = []
        self.today = local_day(system_clock())

    def app(self, *arguments: str, may_refuse: bool = False) -> None:
        """Run desk-app on the station."""
        run = subprocess.run(
            [DESK_APP, "--data", self.folder / "desk", *arguments, "--json"],
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode and not may_refuse:
            raise SystemExit(f"desk-app {' '.join(arguments)}:\n{run.stdout}{run.stderr}")

    def fill(self) -> None:
        """Let everybody learn in one course whose first lesson was yesterday."""
        start = f"{self.today - timedelta(days=1)}T19:00"
        self.app(
            "course", "add", "--name", COURSE, "--starts", start, "--minutes", "90",
            "--lessons", "2", "--capacity", "20", "--room", ROOM,
        )  # fmt: skip
        for name in (*NAMES, FORMULA):
            self.app("visitor", "add", "--name", name)
            self.app("course", "enrol", COURSE, name)
            self.app("keyin", COURSE, name, "--at", start)
        self.app("course", "set", COURSE, "--certificate", "1")
        day = self.today + timedelta(days=1)
        self.app("room", "add", ROOM)
        self.app("book", ROOM, f"{day}T14:00", "16:00", "--for", BOOKER, "--purpose", "读书会")

    def export(self, what: str, ending: str, *more: str) -> Path:
        """Write one file."""
        out = self.folder / f"{what}.{ending}"
        self.app("export", what, *more, str(out))
        return out

    def expect(self, file: Path, wanted: tuple[str, ...], text: str) -> None:
        """Note which of the words another program did not find in a file."""
        missing = [words for words in wanted if words not in text]
        if missing:
            self.problems.append(f"{file.name} lacks {missing}")
        print(json.dumps({"file": file.name, "missing": missing}, ensure_ascii=False))

    def book(self, file: Path, wanted: tuple[str, ...]) -> None:
        """Open a workbook with LibreOffice; no name may have become a sum."""
        run = subprocess.run(
            [
                "soffice", f"-env:UserInstallation=file://{self.folder}/office", "--headless",
                "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76", "--outdir",
                self.folder / "csv", file,
            ],
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        found = self.folder / "csv" / f"{file.stem}.csv"
        if not found.exists():
            self.problems.append(f"{file.name} does not open: {run.stdout}{run.stderr}")
            return
        cells = {cell for row in csv.reader(found.read_text("utf-8").splitlines()) for cell in row}
        self.expect(file, wanted, "\n".join(sorted(cells)))
        if "2" in cells and file.stem == "visitors":
            self.problems.append(f"{file.name} counts the formula of a name")

    def paper(self, file: Path, wanted: tuple[str, ...]) -> None:
        """Read a PDF with pdftotext."""
        run = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
        self.expect(file, wanted, run.stdout.decode())

    def calendar(self, file: Path, wanted: tuple[str, ...], events: int) -> None:
        """Read a calendar with the icalendar library."""
        found = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
        self.expect(file, wanted, "\n".join(str(event["SUMMARY"]) for event in found))
        if len(found) != events:
            self.problems.append(f"{file.name} has {len(found)} events, not {events}")


def check(folder: Path) -> list[str]:
    """Write every kind of file into a folder and return what is wrong with them."""
    found = Check(folder)
    found.fill()
    of_course = ("--course", COURSE)
    found.book(found.export("attendance", "xlsx", *of_course), (*NAMES, FORMULA))
    found.book(found.export("visitors", "xlsx"), (*NAMES, FORMULA))
    found.paper(found.export("attendance", "pdf", *of_course), (*NAMES, COURSE))
    found.paper(found.export("visitors", "pdf"), NAMES)
    found.paper(found.export("signin", "pdf", *of_course), (*NAMES, COURSE))
    found.paper(found.export("certificates", "pdf", *of_course), (*NAMES, COURSE))
    found.calendar(found.export("calendar", "ics", *of_course), (COURSE,), events=2)
    found.book(found.export("bookings", "xlsx"), (ROOM,))
    found.paper(found.export("bookings", "pdf"), (ROOM,))
    found.calendar(found.export("room-calendar", "ics", "--room", ROOM), (), events=1)
    tomorrow = str(found.today + timedelta(days=1))
    found.paper(found.export("day", "pdf", "--from", tomorrow, "--to", tomorrow), (ROOM,))
    roster = folder / "roster.csv"
    roster.write_text("姓名,手机\n㛃䶮𬭚𠮷,abc\n", encoding="gb18030")
    reasons = folder / "reasons.xlsx"
    arguments = ("--dry-run", "--errors-to", str(reasons))
    found.app("import", "visitors", str(roster), *arguments, may_refuse=True)
    found.book(reasons, ("㛃䶮𬭚𠮷", "abc", "原因 / Reason"))
    return found.problems


if __name__ == "__main__":
    lacking = [f"{p} (Debian: {of})" for p, of in PROGRAMS.items() if shutil.which(p) is None]
    if lacking:
        sys.exit(print("Not installed: " + ", ".join(lacking), file=sys.stderr) or 2)
    with tempfile.TemporaryDirectory() as made:
        problems = check(Path(made))
    print("\n".join(problems) or "every file opens and holds what it should")
    sys.exit(bool(problems))
