"""What offices learn from each other: the library, who did the same, the monthly letter, and what
users are told [L4, L8]."""
