"""The picture of the cover as an address that holds it: shown as an image, where no script and no request of its own can come from."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessor.model.result import Image


def logo_address(logo: Image | None) -> str:
    """A data: address; empty where there is no picture."""
    return f"data:{logo.media_type};base64,{base64.b64encode(logo.content).decode()}" if logo else ""
