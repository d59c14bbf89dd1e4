"""The OpenAPI documents before a validator, and real bodies before a client generated from one."""

import importlib
import json
import os
import subprocess
import sys
import threading
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from uuid import UUID

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

FOLDER = Path(os.environ["DOCUMENTS"])
PATH = "/messages/{id}"


def read(name):
    return json.loads((FOLDER / name).read_text())


def validate(document):
    OpenAPIV31SpecValidator(document).validate()
    components = document["components"]
    for name, response in components["responses"].items():
        for media_type, content in response["content"].items():
            reference = content["schema"]["$ref"].removeprefix("#/components/schemas/")
            schema = validator(components["schemas"][reference])
            for example in content["examples"].values():
                schema.validate(example["value"])
                # Only the default response has any code.
                unknown = schema.is_valid(example["value"] | {"code": 1_000_000})
                assert unknown == (name == "ErrorDefault")
                if media_type == "application/problem+json":
                    PROBLEM.validate(example["value"])


def validator(schema):
    return Draft202012Validator(
        schema, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


# RFC 9457, appendix A.
PROBLEM = validator(
    {
        "type": "object",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 100, "maximum": 599},
            "detail": {"type": "string"},
            "instance": {"type": "string", "format": "uri-reference"},
        },
    }
)
assert not PROBLEM.is_valid({"type": "no uri at all"})


def validate_details(document):
    """Bodies with details as the service sends them, and as it does not."""
    components = document["components"]
    for status in [422, 429]:
        schema = validator(components["schemas"][f"Error{status}"])
        body = read(f"1{status}.json")
        schema.validate(body)
        assert not schema.is_valid(body | {"details": "none"})
        problem = components["responses"][f"Error{status}"]["content"]
        assert set(problem) == {"application/json", "application/problem+json"}


def with_operation(document):
    """The document of an API that uses the components."""
    responses = {
        name.removeprefix("Error").lower(): {"$ref": f"#/components/responses/{name}"}
        for name in document["components"]["responses"]
    }
    document["paths"][PATH] = {
        "get": {
            "operationId": "getMessage",
            "parameters": [
                {
                    "name": "id",
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string"},
                }
            ],
            "responses": {"204": {"description": "Sent"}} | responses,
        }
    }
    OpenAPIV31SpecValidator(document).validate()
    return document


def generate_client(document):
    """Generates the package `client`, and imports it."""
    source = FOLDER / "api.json"
    source.write_text(json.dumps(document))
    venv = Path(sys.executable).parent
    subprocess.run(
        [venv / "openapi-python-client", "generate", "--meta", "none", "--overwrite"]
        + ["--fail-on-warning", "--path", source, "--output-path", FOLDER / "client"],
        check=True,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"PATH": f"{venv}:{os.environ['PATH']}"},
    )
    sys.path.insert(0, str(FOLDER))
    return importlib.import_module("client"), importlib.import_module(
        "client.api.default.get_message"
    )


class Api(BaseHTTPRequestHandler):
    """Answers `/messages/404.1300` with status 404 and the body of code 1300."""

    def do_GET(self):
        status, code = self.path.rsplit("/", 1)[1].split(".")
        body = (FOLDER / f"{code}.json").read_bytes()
        self.send_response(int(status))
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def decode(document):
    client, get_message = generate_client(document)
    server = HTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    api = client.Client(base_url=f"http://127.0.0.1:{server.server_port}")
    try:
        for status, code in [(404, 1300), (429, 1400), (500, 2000)]:
            sent = read(f"{code}.json")
            body = get_message.sync(f"{status}.{code}", client=api)
            assert type(body).__name__ == f"Error{status}", body
            assert body.code == code
            assert body.message == sent["message"]
            assert body.error_id == UUID(sent["errorId"])
            assert body.timestamp == datetime.strptime(
                sent["timestamp"], "%Y-%m-%dT%H:%M:%S.%fZ"
            ).replace(tzinfo=timezone.utc)
        # A response that no error made has a status that no entry has.
        body = get_message.sync("405.1300", client=api)
        assert type(body).__name__ == "ErrorBody", body
        try:
            get_message.sync("404.1400", client=api)
        except (ValueError, TypeError):
            pass
        else:
            raise AssertionError("status 404 has no code 1400")
    finally:
        server.shutdown()


for catalog in ["sms", "planted", "empty", "orders"]:
    validate(read(f"{catalog}/openapi.json"))
    print(f"ok: the OpenAPI document of {catalog} is valid, and so are its examples")
validate_details(read("orders/openapi.json"))
print("ok: details are as their schema says")
decode(with_operation(read("sms/openapi.json")))
print("ok: a client generated from it decodes our bodies")

sys.path.insert(0, str(FOLDER / "sms"))
catalog_client = importlib.import_module("catalog_client")
assert catalog_client.SmsError(1300) is catalog_client.SmsError.NOT_FOUND
assert catalog_client.SmsError.NOT_FOUND.status == 404
assert 1 not in list(catalog_client.SmsError)
print("ok: the module for clients in Python knows the codes")
