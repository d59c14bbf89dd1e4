"""The examples answer what their first lines say, and clients in other languages understand it."""

import os
import re
import shlex
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import grpc
from google.protobuf.wrappers_pb2 import StringValue
from google.rpc import error_details_pb2
from grpc_status import rpc_status

HERE = Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples"
PROGRAMS = HERE / sys.argv[1]
UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@contextmanager
def server(name):
    """The example's address, while it runs."""
    process = subprocess.Popen(
        [PROGRAMS / name],
        env=os.environ | {"PORT": "0", "RUST_BACKTRACE": "0"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()


def session(name):
    """The commands at the example's top, and what each answers."""
    text = (EXAMPLES / f"{name}.rs").read_text()
    lines = (line[4:] for line in text.splitlines() if line.startswith("//!"))
    text = "\n".join(lines)
    block = text.split("```text\n")[1].split("\n```")[0]
    for part in block.split("\n\n"):
        command, *answer = part.splitlines()
        yield shlex.split(command.removeprefix("$ ")), "\n".join(answer)


def masked(answer):
    answer = re.sub(UUID, "…", answer.strip())
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "…", answer)


def replay(name, url):
    count = 0
    for command, expected in session(name):
        if command[0] == "curl":
            command = ["curl", "--silent"] + [
                re.sub(r"http://127\.0\.0\.1:\d+", url, part) for part in command[1:]
            ]
        elif "--" in command:
            _, *arguments = command[command.index("--") + 1 :]
            command = [PROGRAMS / name, url, *arguments]
        else:
            continue
        found = subprocess.run(command, check=True, capture_output=True, text=True)
        answer = masked(found.stdout)
        if command[-1].endswith("/metrics"):
            # Its series have no order.
            answer, expected = sorted(answer.splitlines()), sorted(expected.splitlines())
        assert answer == expected, f"{command}\n{answer}\nexpected {expected}"
        count += 1
    assert count >= 4, name
    print(f"ok: the {count} requests at the top of {name}.rs")


def problem(url):
    subprocess.run(["node", "problem.mjs", url], check=True, cwd=HERE)
    print("ok: a client library of JavaScript reads problem details")


def order(customer, price):
    """The bytes of an `Order`: its first field is that of a `StringValue`."""
    return StringValue(value=customer).SerializeToString() + bytes([2 << 3, price])


def status_of(channel, method, request):
    call = channel.unary_unary(method, lambda request: request, lambda answer: answer)
    try:
        call(request, timeout=10)
    except grpc.RpcError as error:
        status = rpc_status.from_call(error)
        assert status is not None, error
        details = {}
        for detail in status.details:
            kind = getattr(error_details_pb2, detail.type_url.rsplit(".", 1)[1])
            details[kind] = kind()
            assert detail.Unpack(details[kind])
        return error.code(), status.message, details
    raise AssertionError("an error was expected")


def statuses(url):
    info = error_details_pb2.ErrorInfo
    with grpc.insecure_channel(url.removeprefix("http://")) as channel:
        create = "/orders.Orders/Create"
        code, message, details = status_of(channel, create, order("nobody", 7))
        assert code == grpc.StatusCode.NOT_FOUND
        assert message == "no customer nobody"
        assert details[info].reason == "NO_CUSTOMER"
        assert details[info].domain == "orders.example"
        assert details[info].metadata["code"] == "1404"
        error_id = details[info].metadata["errorId"]
        assert re.fullmatch(UUID, error_id)
        assert details[error_details_pb2.RequestInfo].request_id == error_id

        code, message, details = status_of(channel, create, order("Zoë", 0))
        assert code == grpc.StatusCode.INVALID_ARGUMENT
        [violation] = details[error_details_pb2.BadRequest].field_violations
        assert (violation.field, violation.description) == ("price", "is below 1")

        code, message, details = status_of(channel, create, order("panic", 7))
        assert (code, message) == (grpc.StatusCode.INTERNAL, "Internal Server Error")
        assert details[info].metadata["code"] == "500"

        call = channel.unary_unary("/orders.Orders/Cancel")
        try:
            call(b"", timeout=10)
        except grpc.RpcError as error:
            assert error.code() == grpc.StatusCode.UNIMPLEMENTED, error
    print("ok: gRPC's library for Python reads statuses")


with server("validation") as url:
    replay("validation", url)
    problem(url)
with server("languages") as url:
    replay("languages", url)
with server("operate") as url:
    replay("operate", url)
with server("grpc") as url:
    replay("grpc", url)
    statuses(url)
