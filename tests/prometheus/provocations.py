"""What provokes each alert."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.topics import CLASSIFIED, reports
from tests.prometheus import causes
from tests.prometheus.causes import PASSED_BY, Cause
from tests.prometheus.ward import COUNTED, TALKATIVE, TOLD


@dataclass(frozen=True, slots=True)
class Provocation:
    """A cause, and the alerts that it must bring about, with the labels by which they are known."""

    cause: Cause
    alerts: Mapping[str, Mapping[str, str]]


STAGES = (
    # What is seen without the watch: even so that reports come late.
    (
        Provocation(causes.stopped("watch"), {"WatchBlind": {}}),
        Provocation(
            causes.reports_come_late, {"DispatchObjectiveBurnsFast": {}, "DispatchObjectiveBurnsSlowly": {}}
        ),
        Provocation(causes.adapter_sends_rubbish, {"RefusalsRise": {"topic": reports(COUNTED)}}),
        Provocation(causes.agency_answers_errors, {"WebhooksStuck": {"agency": TOLD}}),
        Provocation(causes.intake_loses_postgres, {"IntakeFails": {}}),
        Provocation(causes.board_loses_postgres, {"BoardDeaf": {}}),
    ),
    # What the watch sees of a system in which triage runs.
    (
        Provocation(causes.channel_falls_silent, {"ChannelSilent": {"channel": TALKATIVE}}),
        Provocation(causes.triage_grows_unsure, {"ModelDrift": {"channel": PASSED_BY}}),
        Provocation(causes.resolve_dies_before_it_clears_up, {"OutboxStuck": {"topic": CLASSIFIED}}),
        Provocation(causes.audit_log_is_cut, {"AuditLogCut": {}}),
    ),
    # Alone, since resolve dies of it some times.
    (Provocation(causes.resolve_dies_of_a_report, {"RecordSetAside": {"topic": reports(COUNTED)}}),),
    # Without triage; resolve runs, else the watch would wait for it before it calls a report lost.
    (
        Provocation(
            causes.triage_leaves_reports,
            {
                "ProcessDown": {"job": "triage"},
                "PartitionWithoutOwner": {"process": "triage"},
                "LagGrows": {"process": "triage", "topic": reports(COUNTED)},
            },
        ),
        Provocation(causes.triage_passes_reports_by, {"ReportsLost": {"channel": PASSED_BY}}),
    ),
)
"""One after the other; what stands in one stage goes on at once, and is mended in the opposite order."""
