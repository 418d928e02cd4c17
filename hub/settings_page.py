"""docs/settings.md, made from the declarations of hub/settings.py."""
from datetime import timedelta
from typing import Any

from hub import settings

HEAD = """\
# Settings

The hub reads its settings once, at start, from the environment. A bad value ends the start with a line that names it.
This page is made from `hub/settings.py` by `make settings`.

| variable | default | what it is for |
| --- | --- | --- |
"""


def page() -> str:
    """The whole page, in Markdown."""
    return HEAD + "".join(_row(declared.metadata["variable"], declared.default, declared.metadata["about"])
                          for declared in settings.declarations())


def _row(variable: str, default: Any, about: str) -> str:
    return f"| `{variable}` | {_default(variable, default)} | {about} |\n"


def _default(variable: str, default: Any) -> str:
    if default is None or default == ():
        return ""
    if isinstance(default, timedelta):
        default = f"{default.total_seconds() / (3600 if variable.endswith('HOURS') else 1):g}"
    return f"`{default}`"
