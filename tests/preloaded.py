"""What the processes of tests begin with: see `tests.forked`."""

import gc

import streams.board.app
import streams.intake.app
import streams.workers.resolve
import streams.workers.triage
import streams.workers.watch
import streams.workers.webhooks  # noqa: F401
import tests.contract.worker  # noqa: F401
from streams.cli import make_cli

make_cli()
# So that no child copies the pages of what it never changes.
gc.freeze()
