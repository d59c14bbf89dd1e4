#!/usr/bin/env bash
# What an error costs a service: the server's CPU time per request of the axum example, as a ratio to
# the same route with a body that was written once and for all. Steadier than throughput, of which the
# load generator has its share. The two take turns. Needs wrk (Debian's package of that name).
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${1:-15}
seconds=${2:-2}
path=/messages/57c9a4b2-ece5-ea11-826a-00155d264ac1
scratch=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; rm -rf "$scratch"' EXIT

# Starts an example on a free port, and says where in `url`.
start() {
    RUST_LOG=off "${EXAMPLES:-target/release/examples}/$1" 0 >"$scratch/$1" &
    servers+=($!)
    until url=$(grep -m1 '^http://' "$scratch/$1"); do
        kill -0 "${servers[-1]}"
        sleep 0.1
    done
}

# In hundredths of a second, of all threads.
cpu_time() {
    awk '{ print $14 + $15 }' "/proc/$1/stat"
}

# Microseconds of the server $1 per request to $2.
per_request() {
    local before after requests
    before=$(cpu_time "$1")
    requests=$(wrk -t1 -c16 -d"${seconds}s" "$2$path" | awk '/requests in/ { print $1 }')
    after=$(cpu_time "$1")
    awk -v cpu=$((after - before)) -v requests="$requests" 'BEGIN { printf "%.3f\n", cpu * 1e4 / requests }'
}

median() {
    sort -n "$1" | awk '{ values[NR] = $1 } END { print values[int((NR + 1) / 2)] }'
}

[ -n "${EXAMPLES:-}" ] ||
    cargo build --release --quiet -p examples --example axum --example static_body --features axum
start axum
ours=$url
start static_body
by_hand=$url

for _ in $(seq "$rounds"); do
    per_request "${servers[0]}" "$ours" >>"$scratch/ours"
    per_request "${servers[1]}" "$by_hand" >>"$scratch/by-hand"
done
awk -v ours="$(median "$scratch/ours")" -v by_hand="$(median "$scratch/by-hand")" \
    'BEGIN { printf "ours %.2f us, a ready-made body %.2f us: %.3f\n", ours, by_hand, ours / by_hand }'
