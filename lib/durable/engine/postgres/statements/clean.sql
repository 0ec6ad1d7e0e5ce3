-- Skips what is locked: the next call finds it.
with watches as (
  delete from heygen_rx.watch where (account, job_id) in (
    select account, job_id from heygen_rx.watch
    where account = $1 and ended_at < heygen_rx.now_ms() - $2
    order by ended_at
    limit $3
    for update skip locked
  )
  returning 1
), creates as (
  delete from heygen_rx.creation where (account, key) in (
    select account, key from heygen_rx.creation
    where account = $1 and ended_at < heygen_rx.now_ms() - $2
    order by ended_at
    limit $3
    for update skip locked
  )
  returning 1
), observed as (
  delete from heygen_rx.observed
  where account = $1 and id <= (select id from heygen_rx.observed where account = $1 order by id desc offset 256 limit 1)
)
select (select count(*) from watches)::integer + (select count(*) from creates)::integer as deleted
