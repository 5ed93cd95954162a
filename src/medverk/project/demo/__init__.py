"""A fictional year in a fictional county, made through the real path [issue 2, section 8].

`places` says who and where, `people` how they behave, `web` and `sending` play the days, `release`
the Mondays, `pilots` what the county tries out; `playing` runs them side by side, each in a process
with the database role and the secrets it has in earnest. Everybody and every answer is invented.
"""
