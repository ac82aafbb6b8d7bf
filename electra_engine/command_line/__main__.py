"""``python -m electra_engine.command_line`` is the same as ``electra-engine``."""

import sys

from electra_engine.command_line.entry import main

sys.exit(main())
