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
        content = response["content"]["application/json"]
        reference = content["schema"]["$ref"].removeprefix("#/components/schemas/")
        schema = Draft202012Validator(
            components["schemas"][reference],
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        for example in content["examples"].values():
            schema.validate(example["value"])
            # Only the default response has any code.
            unknown = schema.is_valid(example["value"] | {"code": 1_000_000})
            assert unknown == (name == "ErrorDefault")


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


for catalog in ["sms", "planted", "empty"]:
    validate(read(f"{catalog}/openapi.json"))
    print(f"ok: the OpenAPI document of {catalog} is valid, and so are its examples")
decode(with_operation(read("sms/openapi.json")))
print("ok: a client generated from it decodes our bodies")
