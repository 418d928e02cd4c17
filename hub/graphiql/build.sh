#!/bin/sh
# Beside `make demo`: builds GraphiQL's files once, and leaves word of it for the page (page.py): build.pid while it lasts, build.log.
cd "$(dirname "$0")" || exit 1
[ ! -e dist/index.js ] || exit 0
if ! command -v npm > /dev/null; then
    echo "没有 npm，请安装 Node.js。npm is missing: install Node.js." > build.log
    exit 0
fi
parent=$PPID
ended=
trap 'ended=1' HUP INT TERM

step() {  # of npm, which may take its time to leave what it was asked to
    (cd web && exec nice npm "$@") >> build.log 2>&1 &
    while kill -0 $! 2> /dev/null; do
        if [ -n "$ended" ] || ! kill -0 "$parent" 2> /dev/null; then  # the demo has ended
            kill $!
            sleep 3
            kill -KILL $! 2> /dev/null
            break
        fi
        sleep 1
    done
    wait $!
}

echo $$ > build.pid
: > build.log
step ci --no-audit --no-fund && step run build
rm -f build.pid
