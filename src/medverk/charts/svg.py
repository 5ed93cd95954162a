"""Writing SVG: elements with escaped attributes and texts, and the frame that speaks."""

from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Value = str | int | float


def element(name: str, *inside: SafeString, **attributes: Value) -> SafeString:
    """One element. `class_` and the like lose their underscore, others become hyphens."""
    written = "".join(f' {attribute(key)}="{number(v)}"' for key, v in attributes.items())
    return mark_safe(f"<{name}{written}>{''.join(inside)}</{name}>")  # noqa: S308  (escaped parts)


def attribute(key: str) -> str:
    return key.removesuffix("_").replace("_", "-")


def number(value: Value) -> str:
    """Text is escaped; numbers keep one decimal, which is finer than a screen."""
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return escape(str(value))


def text(words: str, **attributes: Value) -> SafeString:
    return element("text", escape(words), **attributes)


def chart(
    inside: Iterable[SafeString], *, name: str, title: str, description: str, **attributes: Value
) -> SafeString:
    """An image with a title and a description that screen readers say [look, rule 7].

    name: unique on the page.
    """
    return element(
        "svg",
        element("title", escape(title), id=f"{name}-title"),
        element("desc", escape(description), id=f"{name}-text"),
        *inside,
        role="img",
        aria_labelledby=f"{name}-title {name}-text",
        **attributes,
    )


def written(places: Sequence[tuple[float, float]]) -> str:
    """Coordinates, as polylines and polygons have them."""
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


def triangle(x: float, y: float, size: float, *, up: bool, class_: str) -> SafeString:
    """About as large as a circle of that radius."""
    arm = (size + 2.0) * (1 if up else -1)
    corners = [(x, y - arm), (x - abs(arm), y + arm * 0.8), (x + abs(arm), y + arm * 0.8)]
    return element("polygon", class_=class_, points=written(corners), stroke_width=1.2)
