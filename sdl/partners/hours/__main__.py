"""`python -m sdl.partners.hours`: serve the volunteer-hours system (PORT, SANDAN_DATA, SANDAN_JWKS)."""
from functools import partial

from sdl.partners import serving, sign_in
from sdl.partners.hours import schema, store

if __name__ == "__main__":
    serving.serve(serving.app(schema.SCHEMA, sign_in.of_environment(),
                              partial(schema.loaders, store.Store(serving.database("hours")))), 8102)
