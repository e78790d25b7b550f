"""The painter of the stage: draws pictures with Qt and keeps what does not change as pixels."""

from __future__ import annotations

from collections import OrderedDict
from math import ceil, hypot
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from ceremonies.scenes.palette import NIGHT
from ceremonies.scenes.picture import HEIGHT, WIDTH, Box, Group, Image, Item, Patches, Picture, Shape, Text
from ui.ceremony import brushes

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceremonies.scenes.picture import Outline

    Loader = Callable[[str], QImage | None]
    """Gives the image that a media reference means, or None while there is none."""

_KEPT_BYTES: Final = 192 * 1024 * 1024
"""Of pixels kept per painter; one backdrop of a 4K screen takes 32 MB."""


def letterbox(target: QRectF) -> QTransform:
    """Return the map from the stage's space into the largest frame of its shape within the target."""
    by = min(target.width() / WIDTH, target.height() / HEIGHT)
    x = target.x() + (target.width() - WIDTH * by) / 2
    y = target.y() + (target.height() - HEIGHT * by) / 2
    return QTransform(by, 0, 0, by, x, y)


class StagePainter:
    """Paints pictures, and keeps the pixels of what does not change between two frames."""

    def __init__(self, media: Loader | None = None) -> None:
        self._media = media
        self._kept: OrderedDict[tuple[int, float], tuple[tuple[Item, ...], QImage]] = OrderedDict()
        self._bytes = 0

    def paint(self, painter: QPainter, picture: Picture, target: QRectF) -> None:
        """Paint a picture into a rectangle, letterboxed."""
        ratio = painter.device().devicePixelRatioF()
        transform = letterbox(target)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = transform.mapRect(QRectF(0, 0, WIDTH, HEIGHT))
        if frame.toAlignedRect() != target.toAlignedRect():  # the bars of the letterbox
            painter.fillRect(target, brushes.colour(NIGHT))
        painter.setClipRect(frame)
        base = painter.worldTransform()
        for item in picture.everything():
            self._item(painter, item, transform * base, 1.0, ratio)
        painter.restore()

    def prepare(self, picture: Picture, size: QSize, ratio: float = 1.0) -> None:
        """Make the pixels that a picture will need, so that its first frame is as quick as the others."""
        spare = QImage(QSize(round(size.width() * ratio), round(size.height() * ratio)), QImage.Format.Format_RGB32)
        spare.setDevicePixelRatio(ratio)
        painter = QPainter(spare)
        self.paint(painter, picture, QRectF(0, 0, size.width(), size.height()))
        painter.end()

    def _item(self, painter: QPainter, item: Item, transform: QTransform, opacity: float, ratio: float) -> None:
        if isinstance(item, Group):
            self._group(painter, item, transform, opacity, ratio)
            return
        painter.setOpacity(opacity)
        painter.setWorldTransform(transform)
        if isinstance(item, Shape):
            self._shape(painter, item)
        elif isinstance(item, Patches):
            self._patches(painter, item)
        elif isinstance(item, Text):
            painter.translate(item.x, item.y)
            painter.fillPath(brushes.lettering(item.line), brushes.brush(item.fill))
        else:
            self._image(painter, item)

    def _shape(self, painter: QPainter, shape: Shape) -> None:
        drawn = brushes.path(shape.path)
        if shape.fill is not None:
            painter.fillPath(drawn, brushes.brush(shape.fill))
        if shape.stroke is not None:
            painter.strokePath(drawn, brushes.pen(shape.stroke))

    def _patches(self, painter: QPainter, patches: Patches) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brushes.brush(patches.fill))
        for corners in patches.corners:
            painter.drawConvexPolygon([QPointF(x, y) for x, y in corners])

    def _image(self, painter: QPainter, item: Image) -> None:
        loaded = self._media(item.media) if self._media is not None else None
        if loaded is None or loaded.isNull():
            return
        box = QRectF(item.box.x, item.box.y, item.box.width, item.box.height)
        by = min(box.width() / loaded.width(), box.height() / loaded.height())
        fitted = QRectF(0, 0, loaded.width() * by, loaded.height() * by)
        fitted.moveCenter(box.center())
        painter.drawImage(fitted, loaded)

    def _group(self, painter: QPainter, group: Group, transform: QTransform, opacity: float, ratio: float) -> None:
        opacity *= group.opacity
        if opacity <= 0.002 or not group.items:
            return
        transform = brushes.transform(group.transform) * transform
        if group.clip is not None:
            painter.save()
            painter.setWorldTransform(transform)
            self._clip(painter, group.clip)
        if group.still is not None:
            self._keep(painter, group, group.still, transform, opacity, ratio)
        else:
            for item in group.items:
                self._item(painter, item, transform, opacity, ratio)
        if group.clip is not None:
            painter.restore()

    def _clip(self, painter: QPainter, clip: Outline | Box) -> None:
        if isinstance(clip, Box):
            painter.setClipRect(QRectF(clip.x, clip.y, clip.width, clip.height), Qt.ClipOperation.IntersectClip)
        else:
            painter.setClipPath(brushes.path(clip), Qt.ClipOperation.IntersectClip)

    def _keep(
        self,
        painter: QPainter,
        group: Group,
        box: Box,
        transform: QTransform,
        opacity: float,
        ratio: float,
    ) -> None:
        """Draw a group from its pixels, which are made at its first use at this scale."""
        by = round(hypot(transform.m11(), transform.m12()) * ratio, 4)
        # By identity, not by value: comparing thousands of shapes each frame would cost more than painting them. The
        # items are kept with the pixels, so that no other object can get their id.
        key = (id(group.items), by)
        if key in self._kept:
            self._kept.move_to_end(key)
            pixels = self._kept[key][1]
        else:
            pixels = self._pixels(group, box, by)
            self._remember(key, group.items, pixels)
        corner = transform.map(QPointF(box.x, box.y))
        painter.setOpacity(opacity)
        painter.setWorldTransform(QTransform())
        pixels.setDevicePixelRatio(ratio)
        # On whole pixels of the device: between two of them everything would be blurred.
        painter.drawImage(QPointF(round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio), pixels)

    def _pixels(self, group: Group, box: Box, by: float) -> QImage:
        """Draw a group into an image."""
        size = QSize(max(1, ceil(box.width * by)), max(1, ceil(box.height * by)))
        # With 8 bits a channel the faint layers of a backdrop's light add up to visible steps; 16 bits and a little
        # noise avoid them.
        deep, plain = QImage.Format.Format_RGBA64_Premultiplied, QImage.Format.Format_ARGB32_Premultiplied
        pixels = QImage(size, deep if group.is_opaque else plain)
        pixels.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixels)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        inner = QTransform(by, 0, 0, by, -box.x * by, -box.y * by)
        for item in group.items:
            self._item(painter, item, inner, 1.0, 1.0)
        if group.is_opaque:
            painter.setWorldTransform(QTransform())
            painter.setOpacity(1.0)
            painter.fillRect(pixels.rect(), brushes.grain())
        painter.end()
        return pixels.convertToFormat(QImage.Format.Format_RGB32) if group.is_opaque else pixels

    def _remember(self, key: tuple[int, float], items: tuple[Item, ...], pixels: QImage) -> None:
        self._kept[key] = (items, pixels)
        self._bytes += pixels.sizeInBytes()
        while self._bytes > _KEPT_BYTES and len(self._kept) > 1:
            _, (_, dropped) = self._kept.popitem(last=False)
            self._bytes -= dropped.sizeInBytes()


def render(picture: Picture, size: QSize, painter: StagePainter | None = None) -> QImage:
    """Paint a picture into a new image of this size in pixels, for previews, thumbnails and film."""
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(brushes.colour(NIGHT))
    on_image = QPainter(image)
    (painter or StagePainter()).paint(on_image, picture, QRectF(QRect(0, 0, size.width(), size.height())))
    on_image.end()
    return image
