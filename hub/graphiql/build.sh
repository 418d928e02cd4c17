#!/bin/sh
# Beside `make demo`: builds GraphiQL's files once, and leaves word of it for the page (page.py): build.pid while it lasts, build.log.
cd "$(dirname "$0")" || exit 1
[ ! -e dist/index.js ] || exit 0
if ! command -v npm > /dev/null; then
    echo "没有 npm，请安装 Node.js。npm is missing: install Node.js." > build.log
    exit 0
fi
parent=$PPID
(cd web && nice npm ci --no-audit --no-fund && nice npm run build) > build.log 2>&1 &
echo $! > build.pid
while kill -0 $! 2> /dev/null; do
    kill -0 "$parent" 2> /dev/null || kill $!  # the demo has ended
    sleep 1
done
rm -f build.pid
