"""All boards."""

from deploy.grafana.boards.city import CITY
from deploy.grafana.boards.intake import INTAKE
from deploy.grafana.boards.loss import LOSS
from deploy.grafana.boards.papan import PAPAN
from deploy.grafana.boards.resolve import RESOLVE
from deploy.grafana.boards.triage import TRIAGE
from deploy.grafana.boards.webhooks import WEBHOOKS

BOARDS = (LOSS, TRIAGE, RESOLVE, WEBHOOKS, INTAKE, PAPAN, CITY)
