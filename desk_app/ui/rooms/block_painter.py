"""Paints blocks, each once into a picture that is drawn wherever it is scrolled to."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from desk_app.ui.common.fonts import sized_font
from desk_app.ui.common.painting import draw_icon, draw_line
from desk_app.ui.common.theme import Theme, theme
from desk_app.ui.rooms.scale import Scale
from desk_app.ui.rooms.sheet import Block, BlockKind, BlockState, RowLine
from desk_app.ui.rooms.words import block_words

_ICON_FROM, _TEXT_FROM = 90, 56
_TITLE, _LINE = 15, 13
_PAST = frozenset({BlockState.ENDED, BlockState.RELEASED})


class Hatches:
    """Striped brushes, drawn once."""

    def __init__(self) -> None:
        self._brushes: dict[tuple[str, str], QBrush] = {}

    def forget(self) -> None:
        """Another theme."""
        self._brushes.clear()

    def on(self, back: str, stripe: str) -> QBrush:
        """Return stripes of one colour on another."""
        found = self._brushes.get((back, stripe))
        if found is None:
            tile = QPixmap(16, 16)
            tile.fill(theme().color(back))
            _stripes(tile, theme().color(stripe), 5)
            found = self._brushes[back, stripe] = QBrush(tile)
        return found

    def over(self, stripe: str) -> QBrush:
        """Return faint stripes on what is there."""
        found = self._brushes.get(("", stripe))
        if found is None:
            tile = QPixmap(16, 16)
            tile.fill(Qt.GlobalColor.transparent)
            color = QColor(theme().color(stripe))
            color.setAlpha(90)
            _stripes(tile, color, 2)
            found = self._brushes["", stripe] = QBrush(tile)
        return found


class BlockPainter:
    """Keeps a picture of every block it has painted."""

    def __init__(self, hatches: Hatches) -> None:
        self._hatches = hatches
        self._pictures: dict[tuple[int, ...], QPixmap] = {}

    def forget(self) -> None:
        """Another theme or language."""
        self._pictures.clear()

    def keep(self, blocks: Iterable[Block]) -> None:
        """Another sheet: keep the pictures of the blocks that it took over, as the same objects."""
        ids = {id(block) for block in blocks}
        self._pictures = {key: found for key, found in self._pictures.items() if key[0] in ids}

    def paint(self, painter: QPainter, block: Block, row: RowLine, scale: Scale) -> None:
        """Paint a block where it stands, with its time to set up and clean."""
        box = scale.block_box(block)
        before, after = _buffers(block, row, scale)
        key = (id(block), *(round(part) for part in (box.width(), box.height(), before, after)))
        found = self._pictures.get(key)
        if found is None:
            ratio = painter.device().devicePixelRatioF()
            found = self._pictures[key] = self._draw(block, box, (before, after), ratio)
        painter.drawPixmap(QPointF(round(box.left() - before), round(box.top())), found)

    def _draw(self, block: Block, box: QRectF, sides: tuple[float, float], ratio: float) -> QPixmap:
        """Return a block's picture with the time before and after it."""
        before, after = sides
        size = QRectF(0, 0, before + box.width() + after, box.height()).size() * ratio
        picture = QPixmap(max(1, round(size.width())), max(1, round(size.height())))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(before, 0, box.width(), box.height())
        for left, wide in ((0.0, before), (inner.right(), after)):
            if wide > 4:  # noqa: PLR2004  (px)
                painter.setPen(QPen(theme().color("block.buffer.border"), 1))
                painter.setBrush(self._hatches.on("surface.raised", "block.buffer.border"))
                side = QRectF(left + 1.5, 0.5, wide - 3, box.height() - 1)
                painter.drawRoundedRect(side, 4, 4)
        self._block(painter, block, inner)
        painter.end()
        return picture

    def _block(self, painter: QPainter, block: Block, box: QRectF) -> None:
        look = theme()
        is_past = block.state in _PAST
        prefix = f"block.{block.kind.value}"
        fg = look.color("text.secondary" if is_past else f"{prefix}.fg")
        painter.setPen(_edge(block, look))
        if is_past:
            painter.setBrush(look.color("surface.raised"))
        else:
            painter.setBrush(look.color(f"{prefix}.bg"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if block.state is BlockState.PENDING:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._hatches.over(f"{prefix}.border"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        if block.state in {BlockState.CHECKED_IN, BlockState.OVERDUE}:
            mark = "admitted" if block.state is BlockState.CHECKED_IN else "attention"
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color(f"outcome.{mark}.border"))
            painter.drawRoundedRect(
                QRectF(box.left() + 1, box.top() + 6, 4, box.height() - 12), 2, 2
            )
        self._block_text(painter, block, box, fg)

    def _block_text(self, painter: QPainter, block: Block, box: QRectF, fg: QColor) -> None:
        if box.width() < _TEXT_FROM:
            return
        title, line = block_words(block)
        x, room = box.left() + 10, box.width() - 16
        has_icon = box.width() >= _ICON_FROM
        is_low = box.height() < 2 * _TITLE + 14
        top = box.center().y() - (12 if is_low else 24)
        if has_icon:
            draw_icon(painter, _icon(block), x, top + 3, 18, fg)
        lead = 24 if has_icon else 0
        name = QRectF(x + lead, top, room - lead, 24)
        draw_line(painter, title, name, sized_font(_TITLE, is_strong=True), fg)
        if not is_low:
            below = QRectF(x, top + 24, room, 22)
            draw_line(painter, line, below, sized_font(_LINE, is_strong=False), fg)


def _buffers(block: Block, row: RowLine, scale: Scale) -> tuple[float, float]:
    """Return the widths of the time to set up before a block and to clean after it."""
    if block.state in _PAST:
        return 0.0, 0.0
    return row.room.setup_min / 60 * scale.hour, row.room.cleanup_min / 60 * scale.hour


def _stripes(tile: QPixmap, color: QColor, width: int) -> None:
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, width))
    for shift in (-16, 0, 16):
        painter.drawLine(QPointF(shift - 4, 20), QPointF(shift + 20, -4))
    painter.end()


def _edge(block: Block, look: Theme) -> QPen:
    is_past = block.state in _PAST
    color = look.color("border.hairline" if is_past else f"block.{block.kind.value}.border")
    if block.state is BlockState.OFFERED:
        color = look.color("outcome.attention.border")
    is_dashed = block.kind is BlockKind.WALK_IN or block.state in {
        BlockState.TENTATIVE,
        BlockState.OFFERED,
    }
    return QPen(color, 1, Qt.PenStyle.DashLine if is_dashed else Qt.PenStyle.SolidLine)


def _icon(block: Block) -> str:
    if block.lesson is not None:
        return "lectern" if block.lesson.lessons <= 1 else "book"
    if block.state is BlockState.CHECKED_IN:
        return "check"
    if block.state is BlockState.PENDING:
        return "clock"
    if block.kind is BlockKind.FIXED:
        return "repeat"
    line = block.line
    return "building" if line is not None and line.booking.company else "user"
