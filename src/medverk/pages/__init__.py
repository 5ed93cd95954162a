"""The front pages of each role, and the public pages."""
