-- Skips what is locked: the next call finds it. The time is read first, once, so that an index is searched by it.
with old as (
  select heygen_rx.now_ms() + coalesce((select ahead_ms from heygen_rx.gate where account = $1), 0) - $2 as before
), watches as (
  delete from heygen_rx.watch where ctid = any (array(
    select ctid from heygen_rx.watch
    where account = $1 and ended_at < (select before from old)
    order by ended_at
    limit $3
    for update skip locked
  ))
  returning 1
), creates as (
  delete from heygen_rx.creation where ctid = any (array(
    select ctid from heygen_rx.creation
    where account = $1 and ended_at < (select before from old)
    order by ended_at
    limit $3
    for update skip locked
  ))
  returning 1
), observed as (
  delete from heygen_rx.observed
  where account = $1 and id <= (select id from heygen_rx.observed where account = $1 order by id desc offset 256 limit 1)
)
select (select count(*) from watches)::integer + (select count(*) from creates)::integer as deleted
