#!/usr/bin/env bash
# The program `error-catalog` on a fleet of 1,000 services with 200 entries each: how long a command takes,
# the best of five, against reading the same files alone, and its peak memory; then how long the site's
# search blocks a browser, if tests/documents/run has installed one. Needs python3.
#
#     benches/fleet.sh [services] [entries]
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --quiet --release -p error-catalog-cli
python3 - "${1:-1000}" "${2:-200}" <<'PYTHON'
import json, os, subprocess, sys, time
from pathlib import Path

services, entries = int(sys.argv[1]), int(sys.argv[2])
folder = Path("target/fleet")
subprocess.run(["rm", "-rf", folder], check=True)
folder.mkdir(parents=True)
size = 0
for service in range(services):
    first = 1_000_000 + service * 1000
    name = f"Service{service}Error"
    catalog = {
        "name": name,
        "docs": "The errors of a service.",
        "codes": {"firstCode": first, "lastCode": first + 999},
        "retired": [first + 999],
        "entries": [
            {
                "code": first + index,
                "name": f"Failure{index}",
                "path": f"{name}::Failure{index}",
                "status": 400 + index % 100,
                "message": f"The request failed for reason {index}",
                "example": None,
                "headers": [],
                "details": None,
                "docs": f"The request failed for reason {index}.\n\nTry again, or ask the team of service {service}.",
                "deprecated": None,
                "shared": False,
            }
            for index in range(entries)
        ],
    }
    document = {"catalogs": [catalog], "bareStatuses": {"firstCode": 400, "lastCode": 599}}
    path = folder / f"service-{service}.json"
    size += path.write_text(json.dumps(document, indent=2))
    lines = [
        json.dumps({"code": entry["code"], "status": entry["status"], "entry": entry["path"]})
        for entry in catalog["entries"]
    ]
    size += path.with_suffix(".lock").write_text("\n".join(lines) + "\n")

def best(command):
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        times.append(time.perf_counter() - begin)
    return min(times), usage.ru_maxrss // 1024

program = "target/release/error-catalog"
print(f"{services} services, {services * entries} entries, {size / 1e6:.0f} MB")
alone, _ = best(["sh", "-c", f"cat {folder}/*.json {folder}/*.lock >/dev/null"])
print(f"{'read the files':34} {alone:6.3f} s")
for arguments in (["check", folder], ["explain", "reason 150", "--in", folder], ["client", "python", folder]):
    seconds, memory = best([program, *arguments])
    shown = " ".join(str(it) for it in arguments)
    print(f"{shown:34} {seconds:6.3f} s {seconds / alone:6.1f} x {memory:5} MiB")
PYTHON
if [ -d tests/documents/node_modules ]; then
    rm -rf target/fleet-site
    target/release/error-catalog site --out target/fleet-site target/fleet
    node benches/search.mjs target/fleet-site
fi
