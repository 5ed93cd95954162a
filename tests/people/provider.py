"""A real OpenID provider in a process of its own: `python provider.py` prints its port.

oidc-provider-mock does not check PKCE; here each code is bound to its challenge, as real providers
do. `POST /published-keys` makes it publish other keys than those it signs with, DELETE undoes it.
"""

import base64
import hashlib
import os
from urllib.parse import parse_qs, urlsplit

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

import flask
import werkzeug.serving
from authlib.jose import KeySet, RSAKey
from oidc_provider_mock import app


def make_provider() -> flask.Flask:
    provider = app(require_nonce=True)
    challenges: dict[str, str] = {}
    other_keys: list[dict[str, object]] = []

    @provider.after_request
    def bind_code_to_challenge(response: flask.Response) -> flask.Response:
        sent = parse_qs(urlsplit(response.headers.get("Location", "")).query)
        if flask.request.path == "/oauth2/authorize" and "code" in sent:
            assert flask.request.args["code_challenge_method"] == "S256"
            challenges[sent["code"][0]] = flask.request.args["code_challenge"]
        return response

    @provider.before_request
    def check_verifier() -> flask.typing.ResponseReturnValue | None:
        if flask.request.path == "/jwks" and other_keys:
            return flask.jsonify(other_keys[0])
        if flask.request.path != "/oauth2/token":
            return None
        form = flask.request.form
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        right = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenges.get(form["code"]) != right:
            return flask.jsonify({"error": "invalid_grant"}), 400
        return None

    @provider.post("/published-keys")
    def publish_other_keys() -> str:
        other_keys.append(KeySet((RSAKey.generate_key(is_private=True),)).as_dict())
        return ""

    @provider.delete("/published-keys")
    def publish_own_keys() -> str:
        other_keys.clear()
        return ""

    return provider


if __name__ == "__main__":
    server = werkzeug.serving.make_server("127.0.0.1", 0, make_provider(), threaded=True)
    print(server.server_port, flush=True)
    server.serve_forever()
