"""Run a small cluster until standard input ends: python -m tests.workbench.engines.cluster

Its line of output names two schedulers, HOST:PORT each: one with two workers, processes that are
begun anew when they die, and one without any.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Start, tell, wait."""
    import dask
    from distributed import LocalCluster

    # So long after a worker died it would be given up, should just then another one be dying.
    dask.config.set({"distributed.deploy.lost-worker-timeout": "1 hour"})
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as busy,
        LocalCluster(
            n_workers=0, processes=False, protocol="tcp://", dashboard_address=None
        ) as idle,
    ):
        addresses = (made.scheduler_address.removeprefix("tcp://") for made in (busy, idle))
        sys.stdout.write(" ".join(addresses) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
