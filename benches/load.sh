#!/usr/bin/env bash
# One million errors of the axum example, one by one: each has the right status and a valid body, no
# errorId comes twice, none is lost, and the server's memory stays as it was after the first fifth of
# the time, give or take 2 MiB. Needs Linux, and wrk (Debian's package of that name).
set -euo pipefail
cd "$(dirname "$0")/.."

responses=${1:-1000000}
scratch=$(mktemp -d)
children=()
trap 'kill "${children[@]}" 2>/dev/null || true; rm -rf "$scratch"' EXIT

cargo build --release --quiet --example axum --features axum
RUST_LOG=off target/release/examples/axum 0 >"$scratch/url" &
children+=($!)
until url=$(grep -m1 '^http://' "$scratch/url"); do
    kill -0 "${children[0]}"
    sleep 0.1
done

wrk -t2 -c32 -d1h -s benches/load.lua "$url/messages/57c9a4b2-ece5-ea11-826a-00155d264ac1" -- "$((responses / 2))" "$scratch" >"$scratch/report" &
wrk=$!
children+=("$wrk")
# Its threads have stopped, but it would wait for the end of the hour.
until [ -e "$scratch/ids-1" ] && [ -e "$scratch/ids-2" ]; do
    kill -0 "$wrk"
    awk '/^VmRSS:/ { print $2 }' "/proc/${children[0]}/status" >>"$scratch/memory"
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
mapfile -t memory <"$scratch/memory"
first=${memory[${#memory[@]} / 5]} last=${memory[-1]}
echo "resident memory: $first KiB after a fifth of the time, $last KiB at the end"
[ $((last - first)) -le 2048 ]
