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
    RUST_LOG=off "target/release/examples/$1" 0 >"$scratch/$1" &
    children+=($!)
    until url=$(grep -m1 '^http://' "$scratch/$1"); do
        kill -0 "${children[-1]}"
        sleep 0.1
    done
}

requests_per_second() {
    wrk -t2 -c32 -d"${seconds}s" "$1$path" | awk '/^Requests\/sec:/ { print $2 }'
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

echo "== requests per second, ours and by hand"
for _ in 1 2 3 4 5; do
    a=$(requests_per_second "$ours")
    b=$(requests_per_second "$by_hand")
    echo "$a $b $(awk "BEGIN { printf \"%.3f\", $a / $b }")"
done | tee "$scratch/rounds"
echo "median ratio: $(awk '{ print $3 }' "$scratch/rounds" | sort -n | sed -n 3p)"
