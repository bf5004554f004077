"""`make bench-scan IMAGES=DIR`: what is read, how fast, against each library alone.

DIR holds manifest.json: {"images": [{"path", "kind", "category", "codes": [{"text"}]}]}, kind
"qr" for pictures with QR codes, "neg" for those without any code. Without DIR only the drawn
pictures are measured.
"""

import argparse
import gc
import json
import statistics
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import zxingcpp
from pyzbar import pyzbar

from benchmarks.drawn import FRAMES, KINDS, desk, video
from desk_app.scan.decoder import Decoder
from desk_app.scan.engines import read_zxing_near
from desk_app.scan.frames import Image
from desk_app.scan.pictures import fit, read_image
from desk_app.scan.stages import all_stages, guarded

Read = Callable[[Image], list[str]]
_APART = "boof_lots"
_MODE = zxingcpp.TextMode.Plain
_FRAME_MS = 1000 / 30


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scan", description=__doc__)
    parser.add_argument("images", nargs="?", type=Path, help="folder with manifest.json")
    parser.add_argument("--ablation", action="store_true", help="only the table of the stages")
    parser.add_argument("--videos", type=int, default=10, help="sequences of each kind")
    parser.add_argument("--frames", type=int, default=20_000, help="frames for the memory")
    asked = parser.parse_args()
    if asked.ablation:
        if asked.images is None:
            parser.error("--ablation needs a folder with manifest.json")
        ablation(asked.images)
        return
    if asked.images is not None:
        photographs(asked.images)
    empty_frames()
    videos(asked.videos)
    memory(asked.frames)


def photographs(folder: Path) -> None:
    """Readings and mean ms of each category, fitted to 1280x720; false ones where no code is."""
    readers: dict[str, Callable[[], Read]] = {
        "live": lambda: _ours(Decoder()),
        "all stages": _keep(_ours(Decoder(deep=True))),
        "pyzbar": _keep(_guard(_pyzbar)),
        "zxing-cpp": _keep(_guard(_zxing)),
        "cv2": _keep(_guard(_opencv)),
    }
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    spent: dict[str, Counter[str]] = defaultdict(Counter)
    wanted: Counter[str] = Counter()
    pictures: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for entry, gray in _manifest(folder):
        texts = Counter(_plain(c["text"]) for c in entry["codes"] if c["text"] is not None)
        kind = entry["category"] if entry["kind"] == "qr" else entry["kind"]
        if kind != "neg" and entry["kind"] != "qr":
            continue
        wanted[kind] += texts.total()
        pictures[kind] += 1
        for name, make in readers.items():
            read = make()
            started = time.perf_counter()
            found = Counter(_plain(text) for text in read(gray))
            spent[kind][name] += (time.perf_counter() - started) * 1000
            hits[kind][name] += (found & texts).total()
            false[name] += found.total() if kind == "neg" else 0
    total = [k for k in wanted if k not in {_APART, "neg"}]
    _line(f"{'readings (mean ms)':<20}{'codes':>7}" + "".join(f"{n:>17}" for n in readers))
    for title, kinds in [*((k, [k]) for k in sorted(wanted)), (f"TOTAL but {_APART}", total)]:
        cells = [
            f"{sum(hits[k][n] for k in kinds):>8} "
            f"({sum(spent[k][n] for k in kinds) / max(1, sum(pictures[k] for k in kinds)):6.1f})"
            for n in readers
        ]
        _line(f"{title:<20}{sum(wanted[k] for k in kinds):>7}" + "".join(f"{c:>17}" for c in cells))
    codes = sum(wanted[k] for k in total)
    for name in readers:
        share = 100 * sum(hits[k][name] for k in total) / max(1, codes)
        _line(f"{name:<12}{share:6.1f} % read, {false[name]} false in {pictures['neg']} pictures")


def ablation(folder: Path) -> None:
    """Each stage alone: readings, those only it adds to all others, and mean ms."""
    stages: list[tuple[str, Callable[[Image], list[str]]]] = [
        ("zxing", _stage(lambda g: read_zxing_near(g, "zxing")[0])),
        ("histogram", _stage(lambda g: read_zxing_near(g, "", is_histogram=True)[0])),
    ]
    stages += [(s.name, _stage(lambda g, s=s: guarded(s.name, s.read, g))) for s in all_stages()]
    hits: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    codes = pictures = reached = 0
    for entry, gray in _manifest(folder):
        if entry["kind"] != "qr" or entry["category"] == _APART:
            continue
        wanted = Counter(_plain(c["text"]) for c in entry["codes"] if c["text"] is not None)
        by_text: dict[str, Counter[str]] = {}
        for name, read in stages:
            started = time.perf_counter()
            by_text[name] = Counter(_plain(t) for t in read(gray)) & wanted
            spent[name] += (time.perf_counter() - started) * 1000
        codes, pictures = codes + wanted.total(), pictures + 1
        for text in wanted:
            counts = {name: found[text] for name, found in by_text.items() if found[text]}
            best = max(counts.values(), default=0)
            reached += best
            for name, count in counts.items():
                hits[name] += count
                others = max((c for n, c in counts.items() if n != name), default=0)
                alone[name] += max(0, count - others)
    _line(f"{codes} codes, {reached} read by one stage or another\n")
    _line("| stage | reads | only it reads | mean ms |\n| --- | --- | --- | --- |")
    for name, _ in stages:
        _line(f"| {name} | {hits[name]} | {alone[name]} | {spent[name] / max(1, pictures):.1f} |")


def empty_frames() -> None:
    """Cost of a frame without a code, as a share of pyzbar's on the same frames."""
    for width, height in [(1280, 720), (1920, 1080)]:
        decoder = Decoder()
        ours, zbar, zxing = [], [], []
        for seed in range(60):
            rng = np.random.default_rng(seed)
            frame = desk(rng, width, height)
            if seed % 6 == 0:
                frame = rng.integers(0, 255, frame.shape).astype(np.uint8)
            ours.append(_ms(lambda p=frame, d=decoder: d.decode(fit(p, 1280, 720)[0])))
            zbar.append(_ms(lambda p=frame: _pyzbar(p)))
            zxing.append(_ms(lambda p=frame: _zxing(p)))
        mean = statistics.fmean(ours)
        p95 = statistics.quantiles(ours, n=20)[-1]
        _line(
            f"empty {width}x{height}: mean {mean:.1f} ms = {mean / statistics.fmean(zbar):.2f} x "
            f"pyzbar, {mean / statistics.fmean(zxing):.2f} x zxing; p95 {p95:.1f} ms, "
            f"budget {decoder.budget_ms:.0f} ms"
        )


def videos(count: int) -> None:
    """Frames and ms of a 30 Hz camera until the first reading, against zxing-cpp alone."""
    names = ("ours", "zxing-cpp")
    firsts: dict[str, list[int | None]] = defaultdict(list)
    works: dict[str, list[float]] = defaultdict(list)
    for kind in KINDS:
        mine: dict[str, list[int | None]] = {name: [] for name in names}
        for seed in range(count):
            first, spent = _first_readings(kind, seed)
            for name in names:
                mine[name].append(first.get(name))
                works[name].append(spent[name])
        _line(f"{kind:<10}" + "   ".join(f"{n}: {_firsts(mine[n])}" for n in names))
        for name in names:
            firsts[name] += mine[name]
    for name in names:
        work = statistics.median(works[name])
        _line(f"all videos, {name}: {_firsts(firsts[name])}; work {work:.1f} ms (median)")


def _first_readings(kind: str, seed: int) -> tuple[dict[str, int], Counter[str]]:
    """Show one video to both decoders; frame of the first reading, and ms of work until then."""
    text = f"SD1:{seed:06d}7K2M9QXW4T"
    readers: dict[str, Read] = {"ours": _ours(Decoder()), "zxing-cpp": _guard(_zxing)}
    first: dict[str, int] = {}
    spent: Counter[str] = Counter()
    for place, frame in enumerate(video(kind, seed, text)):
        for name in readers.keys() - first.keys():
            started = time.perf_counter()
            if text in readers[name](frame):
                first[name] = place
            spent[name] += (time.perf_counter() - started) * 1000
        if len(first) == len(readers):
            break
    return first, spent


def memory(frames: int) -> None:
    """Growth of the process over many frames, most of them small."""
    decoder = Decoder(linear=True)
    pictures = [desk(np.random.default_rng(seed), 320, 240) for seed in range(7)]
    pictures += list(video("noise", 1, "SD1:MEMORY"))[:1]
    for at in range(500):
        decoder.decode(pictures[at % len(pictures)])
    gc.collect()
    before = _resident_mb()
    for at in range(frames):
        decoder.decode(pictures[at % len(pictures)])
    gc.collect()
    _line(f"memory: {_resident_mb() - before:+.1f} MB over {frames} frames (aim: under 5)")


def _firsts(places: list[int | None]) -> str:
    read = [place for place in places if place is not None]
    ordered = statistics.median([FRAMES if p is None else p for p in places]) + 1
    return (
        f"{len(read)}/{len(places)} read, first after {ordered:g} frames "
        f"= {ordered * _FRAME_MS:.0f} ms (median)"
    )


def _manifest(folder: Path) -> Iterator[tuple[dict, Image]]:
    for entry in json.loads((folder / "manifest.json").read_text("utf-8"))["images"]:
        picture, _ = fit(read_image(folder / entry["path"]), 1280, 720)
        yield entry, cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)


def _plain(text: str) -> str:
    """Return a text without what labels and decoders differ in: width of signs, blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _ours(decoder: Decoder) -> Read:
    return lambda gray: [reading.text for reading in decoder.decode(gray)]


def _stage(read: Callable[[Image], list]) -> Read:
    return lambda gray: [reading.text for reading in read(gray)]


def _keep(read: Read) -> Callable[[], Read]:
    return lambda: read


def _guard(read: Read) -> Read:
    def guarded_read(gray: Image) -> list[str]:
        try:
            return read(gray)
        except (ValueError, ArithmeticError, cv2.error):
            return []

    return guarded_read


def _pyzbar(gray: Image) -> list[str]:
    found = pyzbar.decode(gray, symbols=[pyzbar.ZBarSymbol.QRCODE])
    return [code.data.decode("utf-8", "replace") for code in found]


def _zxing(gray: Image) -> list[str]:
    found = zxingcpp.read_barcodes(gray, formats=zxingcpp.BarcodeFormat.QRCode, text_mode=_MODE)
    return [code.text for code in found]


def _opencv(gray: Image) -> list[str]:
    return [text for text in cv2.QRCodeDetector().detectAndDecodeMulti(gray)[1] if text]


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


def _ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
