"""What the audience sees, as a value: shapes, texts and images in a space of 1920 by 1080, y growing downwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ceremonies.type import Segment

if TYPE_CHECKING:
    from ceremonies.type import ShapedLine

WIDTH = 1920.0
HEIGHT = 1080.0
SAFE_X = WIDTH * 0.05  # projectors and televisions cut off up to a twentieth at each edge
SAFE_Y = HEIGHT * 0.05
SMALLEST_TEXT = 42.0  # readable from the back of a room

Outline = tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """An sRGB colour, 0 to 255 each; alpha 0 to 1."""

    red: int
    green: int
    blue: int
    alpha: float = 1.0

    @classmethod
    def of(cls, code: str, alpha: float = 1.0) -> Colour:
        """Read "#RRGGBB"."""
        return cls(red=int(code[1:3], 16), green=int(code[3:5], 16), blue=int(code[5:7], 16), alpha=alpha)

    def faded(self, alpha: float) -> Colour:
        """Return the colour with another alpha."""
        return replace(self, alpha=alpha)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """A gradient along a line; stops run from 0 to 1."""

    x1: float
    y1: float
    x2: float
    y2: float
    stops: tuple[tuple[float, Colour], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Radial:
    """A gradient around a point, the same in all directions; stops run from 0 (centre) to 1 (radius)."""

    x: float
    y: float
    radius: float
    stops: tuple[tuple[float, Colour], ...]


Paint = Colour | Linear | Radial


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line along a path, with round ends and joins."""

    paint: Paint
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Transform:
    """An affine map: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    @classmethod
    def moved(cls, x: float, y: float) -> Transform:
        """Make a shift."""
        return cls(e=x, f=y)

    @classmethod
    def scaled(cls, by: float, x: float, y: float) -> Transform:
        """Make a scaling that leaves the point where it is."""
        return cls(a=by, d=by, e=x - by * x, f=y - by * y)

    def after(self, first: Transform) -> Transform:
        """Return the map that does `first`, then this one."""
        return Transform(
            a=self.a * first.a + self.c * first.b,
            b=self.b * first.a + self.d * first.b,
            c=self.a * first.c + self.c * first.d,
            d=self.b * first.c + self.d * first.d,
            e=self.a * first.e + self.c * first.f + self.e,
            f=self.b * first.e + self.d * first.f + self.f,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle that is parallel to the axes."""

    x: float
    y: float
    width: float
    height: float


EVERYWHERE = Box(x=0.0, y=0.0, width=WIDTH, height=HEIGHT)
STAYS = Transform()


@dataclass(frozen=True, slots=True)
class Shape:
    """A path, filled (non-zero winding), stroked, or both."""

    path: Outline
    fill: Paint | None = None
    stroke: Stroke | None = None


@dataclass(frozen=True, slots=True)
class Patches:
    """Many small convex polygons of one colour, such as confetti: painted at once."""

    corners: tuple[tuple[tuple[float, float], ...], ...]
    fill: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One shaped line; (x, y) is the left end of its baseline."""

    line: ShapedLine
    x: float
    y: float
    fill: Colour


@dataclass(frozen=True, slots=True)
class Image:
    """A picture out of the clinic's media, fitted into the box without distortion."""

    media: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Items drawn together, in order.

    `still` is a box, in the group's own space, around all its items. It promises that the very same objects will come
    again, so that a painter may keep their pixels. `is_opaque`: the items cover that box completely.
    """

    items: tuple[Item, ...]
    opacity: float = 1.0
    transform: Transform = STAYS
    clip: Outline | Box | None = None
    still: Box | None = None
    is_opaque: bool = False


Item = Shape | Patches | Text | Image | Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One frame: a backdrop that covers everything and what is in front of it.

    `moving`: a later frame of the same moment will differ. `moment` identifies what is shown: the stage fades over to
    a picture of another moment, or moves the curtain where one of the two is the curtain.
    """

    backdrop: Group
    items: tuple[Item, ...] = ()
    moving: bool = False
    moment: str = ""
    is_curtain: bool = False

    def everything(self) -> tuple[Item, ...]:
        """Return all that is drawn, the backdrop first."""
        return (self.backdrop, *self.items)
