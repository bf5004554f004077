"""Sounds on a computer with a sound card or without one."""

import threading

from desk_app.ui.common import sound
from desk_app.ui.common.sound import Sounds


def test_where_there_is_no_sound_card_nothing_is_printed(capfd, monkeypatch, tmp_path):
    monkeypatch.setattr(sound, "_CARDS", tmp_path)
    sounds = Sounds(volume=0)
    sounds.play("admitted")
    for thread in threading.enumerate():
        if thread.name == "sound":
            thread.join(timeout=5)
    sounds.close()
    assert capfd.readouterr().err == ""
