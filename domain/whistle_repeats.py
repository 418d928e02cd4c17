"""Calls that come again (重复来电): docs/decisions/0176-repeat-calls.md."""
from datetime import timedelta

WITHIN = timedelta(days=30)
"""A call repeats one of the same community and category that was closed no longer ago: for the same resident, as the phone
number says, or where neither is for one by the same raiser."""
