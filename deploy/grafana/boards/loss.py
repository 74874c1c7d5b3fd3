"""Throughput and loss: the board to begin with."""

from deploy.grafana.board import CHANNEL, Board
from deploy.grafana.boards.loss_flow import IN_AND_OUT, ON_THE_WAY, WAITING
from deploy.grafana.boards.loss_objectives import OBJECTIVES
from deploy.grafana.boards.loss_processes import AUDIT, PROCESSES, WATCH

LOSS = Board(
    id="loss",
    title="Sinergi: throughput and loss",
    text="Do reports reach their agencies in time, and is any lost? If not, the rows below say where.",
    variables=(CHANNEL,),
    rows=(OBJECTIVES, ON_THE_WAY, IN_AND_OUT, WAITING, PROCESSES, WATCH, AUDIT),
)
