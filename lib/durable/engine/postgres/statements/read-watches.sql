-- A row without a version: there is no such watch. One lookup for each id, whatever the planner believes about the table.
select
  seen.job_id, w.version, w.status, w.flags, w.polls, w.step, w.at, w.created_at, w.open_at, w.deadline_at, w.next_poll_at, w.not_before_at, w.not_found_until,
  w.return_until, w.progress, w.video_seconds, w.together, w.rare, w.due_at is null as has_ended, w.error
from unnest($2::text[], $3::integer[]) as seen (job_id, version)
left join lateral (
  select * from heygen_rx.watch where account = $1 and job_id = seen.job_id limit 1
) as w on true
where w.version is null or w.version > seen.version
