"""What is allowed, due and shown: pure rules, no clock, no storage, no text for people."""
