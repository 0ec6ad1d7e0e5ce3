with instant as materialized (
  select heygen_rx.now_ms() + coalesce((select ahead_ms from heygen_rx.gate where account = $1), 0) as now
), lane as (
  select 'poll' as name, due_at, lease from heygen_rx.watch where account = $1 and due_at is not null
  union all
  select 'create', due_at, lease from heygen_rx.creation where account = $1 and due_at is not null
)
select
  count(due_at)::integer as open,
  count(*) filter (where due_at <= now)::integer as due,
  count(*) filter (where lease is not null and now < due_at)::integer as claimed,
  greatest(0, max(now - due_at)) as late_ms,
  greatest(0, case name when 'poll' then (g.poll_silence).asked_until else (g.create_silence).asked_until end - now) as silent_ms,
  g.circuit,
  coalesce(g.circuit_version, 0) as circuit_version
from (values ('poll'), ('create')) as names (name)
cross join instant
left join lane using (name)
left join heygen_rx.gate g on g.account = $1
group by name, now, g.account
order by name desc
