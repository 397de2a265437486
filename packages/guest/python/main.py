"""
The main process of a Python instance. Starts without any of the function's code, says hello over fd 3, is told what to
load, and then answers calls. README of packages/engine describes the conversation.
"""

import os
import sys

GUEST = os.path.dirname(os.path.abspath(__file__))
# With -I Python does not search the script's folder. Once our modules are loaded, nobody should.
sys.path.insert(0, GUEST)
from alcove_guest.serve import serve

import alcove  # functions import it too, and find it here without a path of ours in their way

sys.path.remove(GUEST)

# A process that multiprocessing spawns imports the main module of its parent, unless it has no file.
del __file__

serve()
