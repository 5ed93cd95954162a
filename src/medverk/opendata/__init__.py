"""Open data: every open figure as a file at an address that stays, and a way to check each release.

Everything here is for everybody; `releases.open_queries` gives nothing else.
"""
