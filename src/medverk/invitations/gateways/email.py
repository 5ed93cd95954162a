"""E-mail through SMTP. The protocol knows no idempotency id: what is in doubt is never sent again.

MEDVERK_SMTP_URL: smtps://user:password@host:465 (TLS from the start), smtp://…:587 (STARTTLS, which
must succeed), or smtp://127.0.0.1:25?starttls=no for a relay on the same machine.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

from medverk.environment import Environment
from medverk.invitations.gateways import Outcome, Text

LONGEST_LINE = 998  # characters [RFC 5322, 2.1.1]


@dataclass(frozen=True, slots=True)
class Smtp:
    url: SplitResult = field(repr=False)
    sender: str
    seconds: float
    idempotent: bool = False
    batch: int = 1

    def send(self, text: Text, now: datetime) -> Outcome:
        """Until the message itself is handed over, every failure means: surely not sent."""
        try:
            with self.logged_in() as server:
                return self.hand_over(server, text, now)
        except (OSError, smtplib.SMTPException):
            return Outcome.NOT_SENT

    @contextmanager
    def logged_in(self) -> Iterator[smtplib.SMTP]:
        server = self.connected()
        try:
            if self.url.username:
                server.login(unquote(self.url.username), unquote(self.url.password or ""))
            yield server
        finally:
            # A farewell that fails says nothing about the message.
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    def connected(self) -> smtplib.SMTP:
        host, port = self.url.hostname or "", self.url.port or 0
        if self.url.scheme == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, timeout=self.seconds, context=context)
        server = smtplib.SMTP(host, port, timeout=self.seconds)
        if self.url.query != "starttls=no":
            try:
                server.starttls(context=ssl.create_default_context())
            except (OSError, smtplib.SMTPException):
                server.close()
                raise
        return server

    def hand_over(self, server: smtplib.SMTP, text: Text, now: datetime) -> Outcome:
        server.ehlo_or_helo_if_needed()
        status, _ = server.mail(parseaddr(self.sender)[1])
        if status >= 300:
            return Outcome.NOT_SENT  # we are not welcome; that is not the recipient's fault
        status, _ = server.rcpt(text.to)
        if status >= 300:
            return Outcome.REFUSED if status >= 500 else Outcome.NOT_SENT
        return self.hand_over_data(server, as_sent(self.letter(text, now)))

    def hand_over_data(self, server: smtplib.SMTP, letter: bytes) -> Outcome:
        """From here on silence means doubt."""
        try:
            status, _ = server.data(letter)
        except smtplib.SMTPDataError as error:  # refused before the text was sent
            status = error.smtp_code
        except (OSError, smtplib.SMTPException):
            return Outcome.UNKNOWN
        if status < 300:
            return Outcome.SENT
        return Outcome.REFUSED if status >= 500 else Outcome.NOT_SENT

    def letter(self, text: Text, now: datetime) -> EmailMessage:
        letter = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
        letter["From"] = self.sender
        letter["To"] = text.to
        letter["Subject"] = text.subject
        letter["Date"] = format_datetime(now)
        letter["Message-ID"] = f"<{text.id}@{parseaddr(self.sender)[1].split('@')[-1]}>"
        letter["Auto-Submitted"] = "auto-generated"
        if text.stop:
            letter["List-Unsubscribe"] = f"<{text.stop}>"
            letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        letter.set_content(text.body)
        return letter


def as_sent(letter: EmailMessage) -> bytes:
    """Headers are not broken: Python would encode a long address, and nobody could follow it."""
    return letter.as_bytes(policy=letter.policy.clone(max_line_length=LONGEST_LINE))


def connect(environment: Environment) -> Smtp:
    """Raises EnvironmentError when the server's or the sender's address is missing."""
    return Smtp(
        url=urlsplit(environment.require("MEDVERK_SMTP_URL")),
        sender=environment.require("MEDVERK_EMAIL_FROM"),
        seconds=float(environment.get("MEDVERK_SEND_TIMEOUT_SECONDS", "10")),
    )
