"""Small things that templates need to dress forms in Designsystemet's clothes."""

from collections.abc import Iterable

from django import template
from django.forms import BoundField, CheckboxInput
from django.forms.boundfield import BoundWidget
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def styled(field: BoundField) -> SafeString:
    """The field's own control, as a `ds-input`."""
    kept = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"ds-input {kept}".strip()})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def choices(field: BoundField) -> Iterable[BoundWidget]:
    """The controls of a radio group or a group of checkboxes, one by one."""
    for choice in field.subwidgets:
        choice.data["attrs"]["class"] = "ds-input"
        yield choice
