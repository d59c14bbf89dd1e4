"""A real Prometheus scrapes the example while it fails, and a receiver of OTLP takes its spans and log records:
both are asked what they have seen."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

EXAMPLES, SCRATCH = Path(sys.argv[1]), Path(sys.argv[2])
SECONDS = 60


def get(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def until(what, holds):
    """Waits for something that another program does in its own time."""
    end = time.monotonic() + SECONDS
    while True:
        try:
            found = holds()
        except (OSError, KeyError, IndexError) as error:
            found, seen = None, error
        else:
            seen = found
        if found:
            return found
        assert time.monotonic() < end, f"{what}: {seen}"
        time.sleep(0.2)


def operate(start):
    receiver = start(EXAMPLES / "receiver", PORT="0", OTLP_PORT="0")
    otlp, receiver = re.findall(r"http://[^,\s]+", receiver.stdout.readline())
    url = start(EXAMPLES / "operate", PORT="0", OTLP=otlp).stdout.readline().strip()
    port = free_port()
    (SCRATCH / "example.yml").write_text(get(f"{url}/alerts.yml"))
    config = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": ["example.yml"],
        "scrape_configs": [
            {"job_name": "example", "static_configs": [{"targets": [url.removeprefix("http://")]}]}
        ],
    }
    # Each JSON document is one of YAML.
    (SCRATCH / "prometheus.yml").write_text(json.dumps(config))
    start(
        "prometheus",
        f"--config.file={SCRATCH}/prometheus.yml",
        f"--storage.tsdb.path={SCRATCH}/data",
        f"--web.listen-address=127.0.0.1:{port}",
    )

    def ask(path, **parameters):
        query = urllib.parse.urlencode(parameters)
        return json.loads(get(f"http://127.0.0.1:{port}/api/v1/{path}?{query}"))["data"]

    def value(query):
        [result] = ask("query", query=query)["result"]
        return float(result["value"][1])

    def series():
        return len(ask("query", query="api_errors_total")["result"]) == 3

    until("all entries are there before the first error", series)
    assert value("sum(api_errors_total)") == 0

    counts = {7: 3000, 2: 17}
    with ThreadPoolExecutor(8) as clients:
        for _ in clients.map(
            lambda id: get(f"{url}/messages/{id}"),
            [id for id, count in counts.items() for _ in range(count)],
        ):
            pass
    for code, count in [(1300, 3000), (2000, 17)]:
        counted = f'api_errors_total{{code="{code}"}}'
        until(f"{code} is counted", lambda: value(counted) == count)
        assert value(f"rate({counted}[1m])") > 0
        print(f"ok: Prometheus has counted {count} errors of code {code}")
    alert = until("the alert of the 5xx fires", lambda: ask("alerts")["alerts"])[0]
    assert alert["state"] == "firing", alert
    assert alert["labels"]["alertname"] == "MessageErrorStorage", alert
    assert alert["labels"]["severity"] == "page", alert
    assert alert["annotations"]["runbook_url"] == "https://errors.example/#2000", alert
    print("ok: the alert of the 5xx fires, and leads to its documentation")

    body = json.loads(get(f"{url}/messages/2"))
    assert body["message"] == "Internal Server Error", body
    known = until(
        "the receiver knows the errorId",
        lambda: (known := get(f"{receiver}/{body['errorId']}")).count("\n") == 9 and known,
    )
    span, log_record = known.split("log ERROR ")
    assert span.startswith("span GET /messages/{id} of trace "), known
    assert "error.type = MessageError::Storage\n" in span, known
    assert "exception: storage failed\n    caused by: disk 2 is full\n" in span, known
    assert log_record == "storage failed\n    sources = disk 2 is full\n", known
    print("ok: the errorId of a body leads to its one span and its one log record")


processes = []


def start(*command, **variables):
    log = (SCRATCH / f"{Path(command[0]).name}.log").open("w")
    process = subprocess.Popen(
        command, env=os.environ | variables, stdout=subprocess.PIPE, stderr=log, text=True
    )
    processes.append(process)
    return process


try:
    operate(start)
finally:
    for process in processes:
        process.terminate()
        process.wait()
