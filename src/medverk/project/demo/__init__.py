"""A fictional year in a fictional county, made through the real path [issue 2, section 8].

`places` says who and where, `people` how they behave, `web` plays the days as the web role and
the sender do, `release` plays the Mondays as the releaser does, `pilots` what the county tries
out, `playing` runs them side by side. Everybody and every answer is invented.
"""
