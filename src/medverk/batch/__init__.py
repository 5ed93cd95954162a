"""Publishing from files, with the same rules as from the vault [disclosure "On files"].

`policy_file`, `units_file` and `responses_file` read and refuse; `counting` counts once, in one SQL
text; `replaying` goes through the publication dates; `writing` and `reading` are the files of a
publication; `actions` is what the commands call.
"""

import os

# Most arrays are used once, and fresh memory is given sooner in small pages (numpy asks for large):
# on a virtual machine by a second at ten million responses. To be said before numpy begins.
os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")

# Our matrices are small: a second thread of OpenBLAS has nothing to do but to wait, busily.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
