"""Tests of what may be shown: the rules one by one, and an adversary against all of them."""
