-- One lookup for each key, whatever the planner believes about the table.
select n.key, found.*
from unnest($2::text[]) as n (key)
cross join lateral (
  select heygen_rx.create_type(c) as type, c.known, c.job_ids, c.error
  from heygen_rx.creation c
  where c.account = $1 and c.key = n.key
  limit 1
) as found
