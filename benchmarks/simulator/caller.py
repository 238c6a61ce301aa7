"""The smallest AWS client: signs by botocore, keeps its connection open, and costs little time."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

_TARGETS = {"organizations": "AWSOrganizationsV20161128"}


class Refusal(Exception):
    """The server answered an error; the text has it."""


@dataclass
class Caller:
    """One identity at one endpoint. ``host``: with the port."""

    host: str
    region: str
    access_key_id: str
    secret_access_key: str
    session_token: str | None = None
    connections: dict[str, http.client.HTTPConnection] = field(default_factory=dict)

    def organizations(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """One call of Organizations, in JSON."""
        headers = {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": f"{_TARGETS['organizations']}.{operation}",
        }
        answer: dict[str, Any] = json.loads(self._call("organizations", json.dumps(parameters), headers))
        return answer

    def assume(self, role_arn: str) -> Caller:
        """A session of a role, over the same connection."""
        values = {"Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": role_arn, "RoleSessionName": "benchmark"}
        body = self._call("sts", urlencode(values), {"Content-Type": "application/x-www-form-urlencoded"})
        found = {element.tag.rpartition("}")[2]: element.text or "" for element in ElementTree.fromstring(body).iter()}
        keys = (found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])
        return Caller(self.host, self.region, *keys, connections=self.connections)

    def _call(self, service: str, body: str, headers: dict[str, str]) -> bytes:
        request = AWSRequest("POST", f"http://{self.host}/", headers={"Host": self.host, **headers}, data=body.encode())
        credentials = Credentials(self.access_key_id, self.secret_access_key, self.session_token)
        SigV4Auth(credentials, service, self.region).add_auth(request)
        connection = self.connections.setdefault(self.host, http.client.HTTPConnection(self.host, timeout=60))
        connection.request("POST", "/", body.encode(), dict(request.headers.items()))
        response = connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise Refusal(f"{service}: {response.status} {answer.decode()}")
        return answer
