"""Make the pictures of the README and the guide from the demo's evening."""

import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import copyfile

ROOT = Path(__file__).parent.parent
PICTURES = {
    "02-admitted": ("docs/images/check-in.png", "docs/guide/images/admitted.png"),
    "16-admitted-wide-en": ("docs/images/check-in-en.png",),
    "12-offline": ("docs/images/offline-dark.png", "docs/guide/images/offline.png"),
    "01-idle": ("docs/guide/images/check-in.png",),
    "03-already-in": ("docs/guide/images/already-in.png",),
    "05-wrong-course": ("docs/guide/images/refused.png",),
    "11-choose": ("docs/guide/images/choose.png",),
    "08-unknown": ("docs/guide/images/unknown.png",),
    "09-search": ("docs/guide/images/search.png",),
    "10-register": ("docs/guide/images/register.png",),
    "19-settings": ("docs/guide/images/settings.png",),
    "21-to-sort-out": ("docs/guide/images/to-sort-out.png",),
    "20-visitors": ("docs/guide/images/visitors.png",),
    "21-rooms": ("docs/guide/images/rooms.png", "docs/images/rooms.png"),
    "22-rooms-dark": ("docs/images/rooms-dark.png",),
    "23-rooms-dark-en": ("docs/images/rooms-dark-en.png",),
    "24-rooms-en": ("docs/images/rooms-en.png",),
    "25-rooms-wide-en": ("docs/images/rooms-wide-en.png",),
    "26-rooms-wide-dark-en": ("docs/images/rooms-wide-dark-en.png",),
    "27-rooms-wide-dark": ("docs/images/rooms-wide-dark.png",),
    "28-rooms-wide": ("docs/images/rooms-wide.png",),
    "29-classes": ("docs/guide/images/classes.png",),
    "30-classes-wide-en": ("docs/images/classes-en.png",),
}


def main() -> None:
    """Play the evening offscreen and copy its pictures."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "desk_app.cli", "demo", "--headless", "--out", folder]
        subprocess.run(command, check=True, cwd=ROOT)
        for name, targets in PICTURES.items():
            for target in targets:
                (ROOT / target).parent.mkdir(parents=True, exist_ok=True)
                copyfile(Path(folder) / f"{name}.png", ROOT / target)


if __name__ == "__main__":
    main()
