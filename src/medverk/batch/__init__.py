"""Publishing from files, with the same rules as from the vault [disclosure "On files"].

`policy_file`, `units_file` and `responses_file` read and refuse; `counting` counts once, in one SQL
text; `replaying` goes through the publication dates; `writing` and `reading` are the files of a
publication; `actions` is what the commands call.
"""
