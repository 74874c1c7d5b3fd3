-- How many were refused in the last minute, which `sinergi top` asks every second. Rows lie in the order they were written.
create index rejections_by_recorded_at on rejections using brin (recorded_at);
