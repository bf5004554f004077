#!/usr/bin/env python3
"""Make resources/fonts/RareHan-*.ttf: Han characters that Noto Sans SC lacks, 𠮷 among them.

Taken from the Noto Sans of Japan and Hong Kong, in that order, out of the npm packages
@expo-google-fonts/noto-sans-jp and -hk, unpacked. Both are under the SIL Open Font License.

Usage: rare_han.py DIR_OF_JP DIR_OF_HK
"""

import sys
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "resources" / "fonts"
FAMILY = "Station Desk Rare Han"
_HAN = (*range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x33480))


def main(*folders: str) -> None:
    """Write both weights."""
    for folder, weight in (("400Regular", "Regular"), ("700Bold", "Bold")):
        known = set(TTFont(FONTS / f"NotoSansSC-{weight}.ttf").getBestCmap())
        with tempfile.TemporaryDirectory() as name:
            parts = []
            for place in folders:
                (source,) = (Path(place) / folder).glob("*.ttf")
                font = TTFont(source)
                wanted = set(_HAN).intersection(font.getBestCmap()) - known
                known |= wanted
                parts.append(Path(name) / source.name)
                cut(font, wanted).save(parts[-1])
            whole = Merger().merge([str(part) for part in parts])
        for record in whole["name"].names:
            if record.nameID in (1, 3, 4, 6, 16):
                record.string = FAMILY if record.nameID in (1, 16) else f"{FAMILY} {weight}"
        out = FONTS / f"RareHan-{weight}.ttf"
        whole.save(out)
        print(f"{out.name}: {len(whole.getBestCmap())} characters, {out.stat().st_size} bytes")


def cut(font: TTFont, wanted: set[int]) -> TTFont:
    """Return the font with these characters only, upright and without hints."""
    options = Options(hinting=False, layout_features=[], notdef_outline=True, glyph_names=False)
    options.drop_tables += ["vhea", "vmtx", "VORG", "GSUB", "GPOS", "GDEF", "BASE", "STAT"]
    cutter = Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    return font


if __name__ == "__main__":
    main(*sys.argv[1:])
