#!/usr/bin/env bash
# What an error costs a service: the server's CPU time per request, and the throughput, as ratios to a
# route of the same server that answers a ready-made body. The routes take turns. Needs wrk (Debian's
# package of that name).
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${1:-15}
seconds=${2:-3}
routes=(ready-made error layer uniform)
scratch=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$scratch"' EXIT

# Of the server's threads, in clock ticks.
cpu_time() {
    awk '{ print $14 + $15 }' "/proc/$server/stat"
}

# Ticks per request, and requests per second, of a route.
measure() {
    local before after
    before=$(cpu_time)
    wrk -t1 -c16 -d"${seconds}s" "$url/$1/57c9a4b2-ece5-ea11-826a-00155d264ac1" >"$scratch/wrk"
    after=$(cpu_time)
    awk -v cpu=$((after - before)) '
        / requests in / { requests = $1 }
        /^Requests\/sec:/ { print cpu / requests, $2 }
    ' "$scratch/wrk"
}

median() {
    sort -g | awk '{ values[NR] = $1 } END { print values[int((NR + 1) / 2)] }'
}

# The median of a column ($2) of a route ($1), as a ratio to that of the ready-made body.
ratio() {
    awk -v ours="$(awk "{ print \$$2 }" "$scratch/$1" | median)" \
        -v other="$(awk "{ print \$$2 }" "$scratch/ready-made" | median)" \
        'BEGIN { printf "%.3f", ours / other }'
}

cargo build --release --quiet -p benches --bin service
target/release/service >"$scratch/url" &
server=$!
until url=$(grep -m1 '^http://' "$scratch/url"); do
    kill -0 "$server"
    sleep 0.1
done

for _ in $(seq "$rounds"); do
    for route in "${routes[@]}"; do
        measure "$route" >>"$scratch/$route"
    done
done
for route in "${routes[@]}"; do
    echo "$route: CPU $(ratio "$route" 1), throughput $(ratio "$route" 2)"
done
