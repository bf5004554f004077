"""Guards the pin of PySide6 (docs/adr/0003-pyside6-pin.md): a bad binding aborts the process."""

import subprocess
import sys

EMIT = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal


class Source(QObject):
    seen = Signal(object)


app = QCoreApplication([])
source = Source()
heard = []
source.seen.connect(heard.append)
timer = QTimer()
before = sys.getrefcount(None), sys.getrefcount(True)
for turn in range(20_000):
    source.seen.emit(None)
    source.seen.emit(True)
    timer.setInterval(1)
    timer.setSingleShot(True)
    heard.clear()
lost = [b - a for b, a in zip(before, (sys.getrefcount(None), sys.getrefcount(True)))]
print("lost" if max(lost) > 1000 else "kept")
"""


def test_void_calls_and_emits_keep_the_references_to_none_and_true():
    done = subprocess.run(
        [sys.executable, "-c", EMIT], capture_output=True, text=True, check=False, timeout=60
    )

    assert (done.returncode, done.stdout.strip()) == (0, "kept"), done.stderr[-500:]


def test_the_binding_is_the_pinned_one():
    import PySide6  # noqa: PLC0415

    assert PySide6.__version__ == "6.11.3"
