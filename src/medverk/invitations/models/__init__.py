"""Tables of invitations: who is asked, what is sent, and what is counted without who."""

from medverk.invitations.models.asking import (
    HASH_BYTES,
    REMEMBERED_BYTES,
    Asked,
    Channel,
    DoNotAsk,
    Invitation,
    ReplyAddress,
)
from medverk.invitations.models.clients import (
    ApiClient,
    IdempotencyKey,
)
from medverk.invitations.models.counting import (
    ChannelCount,
    InvitationCount,
    LanguageCount,
    ReachedCount,
    SendingCount,
)
from medverk.invitations.models.messages import (
    SEALED_BYTES,
    CounsellorReminder,
    GatewayState,
    Message,
    MessageKind,
    OutboxMessage,
)

__all__ = [
    "HASH_BYTES",
    "REMEMBERED_BYTES",
    "SEALED_BYTES",
    "ApiClient",
    "Asked",
    "Channel",
    "ChannelCount",
    "CounsellorReminder",
    "DoNotAsk",
    "GatewayState",
    "IdempotencyKey",
    "Invitation",
    "InvitationCount",
    "LanguageCount",
    "Message",
    "MessageKind",
    "OutboxMessage",
    "ReachedCount",
    "ReplyAddress",
    "SendingCount",
]
