"""Every text of the interface exists in both languages."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent.parent / "scripts" / "translations.py"


def test_no_text_is_missing_unfinished_or_not_compiled():
    answer = subprocess.run(
        [sys.executable, SCRIPT, "--check"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout
