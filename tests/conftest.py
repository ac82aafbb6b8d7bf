"""What every test process needs before torch is loaded."""

import os

# As in the workers: threads that wait give their core away, or two processes on two cores stand still.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
