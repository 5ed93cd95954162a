"""How long invitations last, whom they reach, and what became of a message [F14]."""
