"""Every figure of the watch, with a line on what it means."""

from streams.metering import Registry


class WatchMetrics(Registry):
    """Of the watch, which sees Kafka and Postgres from outside. What it could not see it does not show."""

    def __init__(self) -> None:
        super().__init__("watch")
        # Records between the log's end and what the process that reads them has finished.
        self.lag = self.gauge("lag_records", "Records not yet finished", "process", "topic", "partition")
        # Age of the oldest record that is not finished, by Kafka's time stamp; 0 where there is none.
        self.lag_s = self.gauge(
            "lag_seconds", "Age of the oldest record not yet finished", "process", "topic", "partition"
        )
        # Messages committed to Postgres and not yet confirmed by Kafka, by the topic whose records made them.
        self.outbox = self.gauge("outbox_messages", "Messages waiting in the outbox", "topic")
        # Age of the oldest of them.
        self.outbox_oldest_s = self.gauge("outbox_oldest_seconds", "Age of the oldest in the outbox", "topic")
        # Records of channels that were looked for in Postgres after all workers had finished with them.
        self.audited = self.counter("reports_audited", "Records accounted for or found missing", "channel")
        # Those of them that Postgres holds neither as reports nor as rejections, until it does.
        self.lost = self.gauge("reports_lost", "Records of which nothing is known", "channel")
        # Since the newest report of a channel.
        self.silent_s = self.gauge("channel_silent_seconds", "Seconds without a report", "channel")
        # How many reports would normally have come since then, by the same span of the last four weeks.
        self.expected = self.gauge("channel_expected_reports", "Reports normal since the last one", "channel")
        # Population stability index of confidences, seven days against the 28 before; 0.25 is a shift.
        self.drift = self.gauge("confidence_drift", "Shift of the confidence distribution", "channel")
        # Open incidents that perhaps are another one, until an operator answers, and the age of the oldest.
        self.questions = self.gauge("questions_open", "Questions waiting for an operator")
        self.questions_oldest_s = self.gauge("questions_oldest_seconds", "Age of the oldest question")
        # Reporters who have news waiting for the next morning.
        self.feedback_waiting = self.gauge("feedback_waiting", "Reporters not told yet")
        # Open incidents by agency and where they stand; one counts for each of its agencies.
        self.incidents = self.gauge("incidents_open", "Open incidents", "agency", "step")
        # Those of them with a promise broken.
        self.overdue = self.gauge("incidents_overdue", "Incidents with a promise broken", "agency")
        # Rows of the audit log, and how often its last row was gone or another one at the next look.
        self.audit_rows = self.gauge("audit_rows", "Rows of the audit log")
        self.audit_cuts = self.counter("audit_cuts", "Times that the audit log was not what it was")
        # Since `sinergi retain` ended last, or since the first row of the audit log where it never did.
        self.retained_s = self.gauge("retained_age_seconds", "Seconds since the last run of retain")
        # Looks that got no answer, and when each got its last, or was begun with.
        self.failures = self.counter("look_failures", "Looks without an answer", "look")
        self.success_s = self.gauge(
            "look_success_timestamp_seconds", "When a look got its last answer", "look"
        )
