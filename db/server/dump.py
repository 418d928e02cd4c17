"""The database's structure as SQL: what all migrations add up to, to be read in one piece (`db/schema.sql`)."""
import subprocess
from pathlib import Path

from db.server import embedded

FILE = Path(__file__).parents[1] / "schema.sql"
SAID_OF_THE_DUMP = ("--", "\\", "SET ", "SELECT pg_catalog.set_config")


def structure(url: str) -> str:
    """What `pg_dump --schema-only` says of a database, without what it says of itself and of the session."""
    dumped = subprocess.run(  # noqa: S603  # our own program with a URL of the settings
        [embedded.binary("pg_dump"), "--schema-only", "--no-owner", "--no-privileges", "--exclude-table=migration",
         url], check=True, capture_output=True, text=True).stdout
    kept = [line for line in dumped.splitlines() if line and not line.startswith(SAID_OF_THE_DUMP)]
    return "\n".join(kept) + "\n"
