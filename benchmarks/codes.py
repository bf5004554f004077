"""Mutated code texts: none may raise. ``.venv/bin/python -m benchmarks.codes [COUNT]``."""

import json
import random
import sys
import time
from collections import Counter

from desk_app.domain.code_kinds import kind_of_code
from desk_app.domain.passes import (
    MalformedCodeError,
    clean_code,
    looks_signed,
    parse_signed,
)
from desk_app.scan.serial_port import LineReader

_SEEDS = (
    "https://s.sh.gov.cn/k/8f2a?t=1", "134567890123456789", "281234567890123456",
    "6212345678901234567", "https://qr.alipay.com/fkx0", "wxp://f2f0aBcD",
    "weixin://wxpay/bizpayurl?pr=a", "hQVDUFYwMWETTwegAAAAVVVV",
    "00020101021129300012D156000000000510A93FO3230Q5802CN63041A2B",
    "https://[::1]:80/a?b#c", "BEGIN:VCARD\nVERSION:3.0\nN:Gu\nEND:VCARD", "MECARD:N:Gu;;",
    "WIFI:T:WPA;S:station;P:secret;;", "LIB-0012345", "]Q3010123\x1d21AB",
    "D1" + "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:" * 3,
)  # fmt: skip
_SPICE = "\x00\x02\x1d\n\r\t[]:/?#@%\\ 0D1]Q3九㛃𠮷\ud800\u202e\ufeff"


def main() -> None:
    """Judge so many mutations of every kind of code and print how many of each came out."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    chance = random.Random(11)  # noqa: S311
    kinds: Counter[str] = Counter()
    began = time.monotonic()
    for _ in range(count):
        kinds[_judge(_mutate(chance.choice(_SEEDS), chance))] += 1
    took_s = time.monotonic() - began
    print(json.dumps({"texts": count, "raised": 0, "seconds": round(took_s, 1), "kinds": kinds}))


def _judge(text: str) -> str:
    LineReader().feed(text.encode("utf-8", "surrogatepass"))
    try:
        code = clean_code(text)
    except MalformedCodeError:
        return "malformed"
    if looks_signed(code):
        parse_signed(code)
        return "signed"
    return kind_of_code(code).value


def _mutate(seed: str, chance: random.Random) -> str:
    text = list(seed[:122])
    for _ in range(chance.randint(0, 4)):
        place = chance.randint(0, len(text))
        match chance.randint(0, 3):
            case 0:
                text.insert(place, chance.choice(_SPICE))
            case 1:
                del text[place : place + chance.randint(1, 6)]
            case 2:
                text[place:place] = text[: chance.randint(0, 8)]
            case _:
                text.insert(place, chr(chance.randint(0, 0x10FFFF)))
    return "".join(text)


if __name__ == "__main__":
    main()
