"""Encounters, who is asked, and how the invitation is sent."""
