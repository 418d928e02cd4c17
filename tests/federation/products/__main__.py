"""`python -m tests.federation.products FOLDER`: serve at PORT, on an embedded PostgreSQL in that folder."""
import os
import sys
from pathlib import Path

import uvicorn

from db.server import embedded
from tests.federation.products import app

if __name__ == "__main__":
    uvicorn.run(app.build(embedded.start(Path(sys.argv[1]))), host="127.0.0.1", port=int(os.environ["PORT"]),
                log_level="warning")
