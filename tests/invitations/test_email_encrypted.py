"""E-mail over TLS, with the password sent only inside it: from the start, and by STARTTLS."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from medverk.invitations import actions, sending
from medverk.invitations.models import Message
from medverk.people.privacy import DatabaseRole
from tests.invitations.test_email import PATIENCE, Mailbox, free_port

pytestmark = pytest.mark.django_db
HOST = "127.0.0.1"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for this machine that nobody else vouches for, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    secret = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(made.public_bytes(encoding) + secret)
    return file


@pytest.fixture(params=["smtps", "smtp"])
def server(request, certificate, environment):
    """A server that takes no password in the clear: TLS from the start, or by STARTTLS."""
    box, passwords = Mailbox(), []

    def authenticate(server, session, envelope, mechanism, data):
        passwords.append((session.ssl is not None or request.param == "smtps", data.password))
        return AuthResult(success=data.password == b"secret word")

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    encrypted = (
        {"ssl_context": context, "auth_require_tls": False}  # it does not see that TLS is outside
        if request.param == "smtps"
        else {"tls_context": context, "require_starttls": True}
    )
    controller = Controller(
        box, HOST, free_port(), authenticator=authenticate, ready_timeout=PATIENCE, **encrypted
    )
    controller.start()
    environment(
        MEDVERK_SMTP_URL=f"{request.param}://us:secret%20word@{HOST}:{controller.port}",
        MEDVERK_EMAIL_FROM="Medverk <svar@medverk.example.org>",
        MEDVERK_SEND_TIMEOUT_SECONDS="20",
    )
    yield box, passwords
    controller.stop()


@pytest.fixture(autouse=True)
def invited(as_role, house, version, encounter, now):
    with as_role(DatabaseRole.WEB):
        actions.invite_all(encounters=[encounter("kare@example.org")], by=None, now=now)
        yield


def test_it_sends_through_an_encrypted_connection(server, certificate, monkeypatch, now):
    box, passwords = server
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert sending.send_due(now=now) == 1
    assert [recipients for recipients, _ in box.letters] == [["kare@example.org"]]
    assert passwords == [(True, b"secret word")]
    assert Message.objects.get(kind="invitation").state == "sent"


def test_it_sends_nothing_when_nobody_vouches_for_the_server(server, now):
    box, passwords = server
    sending.send_due(now=now)
    assert (box.letters, passwords) == ([], [])
    assert Message.objects.get(kind="invitation").state == "queued"
