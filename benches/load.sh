#!/usr/bin/env bash
# One million errors of the axum example, one by one: each has the right status and a valid body, no
# errorId comes twice, none is lost. Then its throughput, as a ratio to the same route with a body that
# was written by hand, in five rounds that take turns. Needs wrk.
set -euo pipefail
cd "$(dirname "$0")/.."

responses=${1:-1000000}
seconds=${2:-5}
path=/messages/57c9a4b2-ece5-ea11-826a-00155d264ac1
scratch=$(mktemp -d)
children=()
trap 'kill "${children[@]}" 2>/dev/null || true; rm -rf "$scratch"' EXIT

# Starts an example on a free port, and says where in `url`.
start() {
    : >"$scratch/$1"
    RUST_LOG=off "target/release/examples/$1" 0 >"$scratch/$1" &
    children+=($!)
    until url=$(grep -m1 '^http://' "$scratch/$1"); do
        kill -0 "${children[-1]}"
        sleep 0.1
    done
}

# Of a server's process, in seconds.
cpu_time() {
    awk -v ticks="$(getconf CLK_TCK)" '{ print ($14 + $15) / ticks }' "/proc/$1/stat"
}

# Requests per second, and microseconds of the server's CPU per request.
measure() {
    local before after
    before=$(cpu_time "$2")
    wrk -t2 -c32 -d"${seconds}s" "$1$path" >"$scratch/wrk"
    after=$(cpu_time "$2")
    awk -v cpu="$(awk "BEGIN { print $after - $before }")" '
        / requests in / { requests = $1 }
        /^Requests\/sec:/ { printf "%.0f %.2f", $2, cpu / requests * 1e6 }
    ' "$scratch/wrk"
}

median() {
    awk -v column="$1" '{ print $column }' "$scratch/rounds" | sort -n | sed -n 3p
}

cargo build --release --quiet --example axum --example static_body --features axum
start axum
ours=$url
start static_body
by_hand=$url

echo "== $responses responses"
wrk -t2 -c32 -d1h -s benches/load.lua "$ours$path" -- "$((responses / 2))" "$scratch" >"$scratch/report" &
wrk=$!
children+=("$wrk")
# Its threads have stopped, but it would wait for the end of the hour.
until [ -e "$scratch/ids-1" ] && [ -e "$scratch/ids-2" ]; do
    kill -0 "$wrk"
    sleep 0.1
done
kill -INT "$wrk"
wait "$wrk"
cat "$scratch/report"
received=$(cat "$scratch"/ids-* | wc -l)
unique=$(sort -u "$scratch"/ids-* | wc -l)
echo "$received valid responses, $unique different errorIds"
[ "$received" -ge "$responses" ] && [ "$unique" -eq "$received" ]
grep -q '^0 invalid, 0 lost$' "$scratch/report"

echo "== requests per second and microseconds of CPU per request: ours, by hand; their ratios"
for _ in 1 2 3 4 5; do
    echo "$(measure "$ours" "${children[0]}") $(measure "$by_hand" "${children[1]}")"
done | awk '{ printf "%s %.3f %.3f\n", $0, $1 / $3, $2 / $4; fflush() }' | tee "$scratch/rounds"
echo "median ratios: throughput $(median 5), CPU $(median 6)"
