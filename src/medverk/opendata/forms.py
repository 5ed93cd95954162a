"""The form that takes a document which somebody kept."""

from hashlib import sha256
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

LARGEST = 50 * 1024 * 1024
"""Bytes of a file that is checked here; a larger one is checked with sha256sum."""


class CheckForm(forms.Form):
    """A file, or its text pasted."""

    file = forms.FileField(label=_("The file"), required=False, help_text=_("Up to 50 MB."))
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data.get("file")
        if file is not None and (file.size or 0) > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than 50 MB. Check it with sha256sum, as described below.")
            )
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("file") and not given.get("text"):
            raise forms.ValidationError(_("Choose the file, or paste its text."))
        return given

    def digest(self) -> str:
        """The SHA-256 of what was given. A browser sends other ends of lines than were pasted."""
        computed = sha256()
        if file := self.cleaned_data.get("file"):
            for chunk in file.chunks():
                computed.update(chunk)
        else:
            lines = self.cleaned_data["text"].replace("\r\n", "\n").rstrip("\n")
            computed.update(f"{lines}\n".encode())
        return f"sha256:{computed.hexdigest()}"
