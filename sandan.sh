#!/bin/sh
# .venv/bin/sandan: finds its Python beside itself, so that the folder may have any name, and may be moved.
exec "$(dirname "$(readlink -f "$0")")/python" -P -m hub.main "$@"
