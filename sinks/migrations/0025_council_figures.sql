-- For the council's figures, which ask for the incidents of a quarter and what was said of them since. Rows lie nearly in the
-- order of these times, so a few kilobytes spare most of the tables, and cost those who write next to nothing.
create index incidents_by_opening on incidents using brin (opened_at);
create index progress_by_moment on progress using brin (at);
