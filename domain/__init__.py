"""The rules, pure Python: who may do what, and what may become what."""
