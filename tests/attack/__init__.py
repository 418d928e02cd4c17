"""Attacks on a running hub: what one person, or nobody in particular, can do to all others by asking."""
