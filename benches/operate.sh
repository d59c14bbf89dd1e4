#!/usr/bin/env bash
# What counting and tracing the errors costs a server, and whether it counts each: one million errors without
# either, with the counter, and with traces too (of which it sends one in a hundred), in turns. Every response
# is valid, no errorId comes twice, and the counter is the number of responses. Needs Linux, curl and wrk.
set -euo pipefail
cd "$(dirname "$0")/.."

responses=${1:-1000000}
scratch=$(mktemp -d)
children=()
trap 'kill "${children[@]}" 2>/dev/null || true; rm -rf "$scratch"' EXIT

cargo build --release --quiet -p examples --example minimal_axum --features axum
cp target/release/examples/minimal_axum "$scratch/bare"
cargo build --release --quiet -p examples --example operate --example receiver --features operate
cp target/release/examples/operate "$scratch/counted"
cp target/release/examples/operate "$scratch/traced"
PORT=0 OTLP_PORT=0 target/release/examples/receiver >"$scratch/receiver" &
children+=("$!")
until otlp=$(grep -om1 'http://[^,]*' "$scratch/receiver" | head -1) && [ -n "$otlp" ]; do sleep 0.1; done

# Clock ticks of a process.
ticks() {
    awk '{ print $14 + $15 }' "/proc/$1/stat"
}

round() {
    local name=$1 count=$2 server wrk url before folder
    folder=$scratch/$name-$RANDOM
    mkdir "$folder"
    if [ "$name" = traced ]; then
        PORT=0 OTLP=$otlp OTEL_TRACES_SAMPLER=traceidratio OTEL_TRACES_SAMPLER_ARG=0.01 \
            "$scratch/$name" >"$folder/url" &
    else
        PORT=0 "$scratch/$name" >"$folder/url" &
    fi
    server=$!
    children+=("$server")
    until url=$(grep -m1 '^http://' "$folder/url"); do
        kill -0 "$server"
        sleep 0.1
    done
    before=$(ticks "$server")
    wrk -t2 -c32 -d1h -s benches/load.lua "$url/messages/7" -- "$((count / 2))" "$folder" >"$folder/report" &
    wrk=$!
    children+=("$wrk")
    until [ -e "$folder/ids-1" ] && [ -e "$folder/ids-2" ]; do
        kill -0 "$wrk"
        sleep 0.1
    done
    kill -INT "$wrk"
    wait "$wrk"
    grep -q '^0 invalid, 0 lost$' "$folder/report" || { cat "$folder/report"; return 1; }
    received=$(cat "$folder"/ids-* | wc -l)
    [ "$(sort -u "$folder"/ids-* | wc -l)" -eq "$received" ]
    cost=$((($(ticks "$server") - before) * 1000000 / received))
    if [ "$name" != bare ]; then
        # A few more were answered than wrk had time to look at.
        seen=$(curl --silent "$url/metrics" | sed -n 's/^api_errors_total{.*code="1300".*} //p')
        answered=$(sed -n 's/^ *\([0-9]*\) requests in .*/\1/p' "$folder/report")
        echo "$name: $received valid responses of $answered, $seen counted"
        [ "$seen" -ge "$received" ] && [ "$seen" -le "$((answered + 32))" ]
    fi
    kill "$server"
    wait "$server" 2>/dev/null || true
}

bare=0 counted=0 traced=0
for _ in 1 2 3 4 5; do
    for name in bare counted traced; do
        round "$name" "$((responses / 5))"
        declare "$name=$((${!name} + cost))"
    done
done
awk -v bare="$bare" -v counted="$counted" -v traced="$traced" 'BEGIN {
    printf "CPU time of an error with the counter, to that without: %.2f\n", counted / bare
    printf "with traces too: %.2f\n", traced / bare
}'
