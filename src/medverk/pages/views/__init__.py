"""The pages: each takes what its room's queries give, and renders."""
