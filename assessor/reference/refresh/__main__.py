"""`python -m assessor.reference.refresh`."""

import sys

from assessor.reference.refresh.command import main

sys.exit(main())
