"""The API's client, for operations whose statements are looked at."""
from tests.api.conftest import client, operations

__all__ = ["client", "operations"]
