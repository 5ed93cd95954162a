"""Questionnaires, their versions, and the languages they are asked in.

Content and words are pure and read from files beside the code; the tables keep the versions that
are in use, which never change. Later rooms read through `queries`.
"""
