"""Named features of m pairs: the name of each, with its values of shape (m,)."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Columns: TypeAlias = dict[str, NDArray[np.float64]]
