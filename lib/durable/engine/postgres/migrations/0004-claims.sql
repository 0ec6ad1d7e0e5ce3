-- The first row of a claim has only `claim`; the others are what it took.
create type heygen_rx.claimed_watch as (
  claim json,
  job_id text,
  status smallint,
  flags smallint,
  polls integer,
  step integer,
  at double precision,
  created_at double precision,
  open_at double precision,
  deadline_at double precision,
  next_poll_at double precision,
  not_before_at double precision,
  not_found_until double precision,
  return_until double precision,
  progress double precision,
  video_seconds double precision,
  together integer,
  rare json,
  terms json
);

create function heygen_rx.claim_json(
  p_type text,
  p_now double precision,
  p_lease uuid,
  p_gate heygen_rx.gate,
  p_reason text,
  p_wait_ms double precision
) returns json
language sql immutable as $$
  select json_build_object(
    'type', p_type,
    'now', p_now,
    'lease', p_lease,
    'circuit', p_gate.circuit,
    'circuitVersion', p_gate.circuit_version,
    'reason', p_reason,
    'waitMs', p_wait_ms
  )
$$;

-- Claims watches for one status request. Plans are cached while the tables are empty, and made without statistics until these are first analyzed. So settings leave one plan to choose, here
-- and wherever several rows are written, and rows are written by ctid: with an index and a list of ids, PostgreSQL may read a whole account instead. That plan fits any parameters: where it
-- is used most, it is not made again for each call.
create function heygen_rx.claim_watches(
  p_account text,
  p_limit integer,
  p_per_second double precision,
  p_lease_ms double precision,
  p_probe_ms double precision,
  p_service text
) returns setof heygen_rx.claimed_watch
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
as $$
declare
  gate heygen_rx.gate := heygen_rx.locked_gate(p_account, p_service);
  now_at double precision := heygen_rx.now_of(gate);
  lease_id uuid := gen_random_uuid();
  is_sweep boolean := now_at not between gate.swept_at and gate.swept_at + 10000;
  first_due_at double precision;
  type text;
  reason text;
  wait_ms double precision;
  admission record;
  taken tid[];
  first_left_at double precision;
  head heygen_rx.claimed_watch;
begin
  -- If a crash of the database undoes a claim, its watches are due again, as at the end of a lease.
  perform set_config('synchronous_commit', 'off', true);

  -- Every 10 s from the very beginning, in case something was written by other means.
  if is_sweep then
    gate.front := '-infinity';
    gate.swept_at := now_at;
  end if;
  select w.due_at into first_due_at
  from heygen_rx.watch w
  where w.account = p_account and w.due_at >= gate.front
  order by w.due_at
  limit 1;

  if first_due_at is null or now_at < first_due_at then
    if is_sweep then
      gate.front := now_at;
      perform heygen_rx.save_gate(gate);
    end if;
    head.claim := heygen_rx.claim_json('wait', now_at, null, gate, 'idle', first_due_at - now_at);
    return next head;
    return;
  end if;

  select * into admission from heygen_rx.admit(gate, 'poll', lease_id, now_at, p_per_second, p_probe_ms);
  reason := admission.reason;
  wait_ms := admission.wait_ms;
  if reason is null then
    type := 'send';
    gate := admission.gate;
    -- As lib/durable/policy/engine/take.ts.
    with candidate as materialized (
      select w.ctid, w.job_id, w.due_at, coalesce(w.together, p_limit) as together, w.due_at <= now_at or w.not_before_at <= now_at as is_allowed
      from heygen_rx.watch w
      where w.account = p_account and w.due_at >= gate.front and (w.lease is null or w.due_at <= now_at)
      order by w.due_at
      limit p_limit
      for no key update skip locked
    ), decided as (
      select
        c.ctid,
        c.due_at,
        c.is_allowed and count(*) filter (where c.is_allowed) over in_order <= min(c.together) filter (where c.is_allowed) over in_order as is_taken
      from candidate c
      window in_order as (order by c.due_at, c.job_id rows unbounded preceding)
    )
    select array_agg(d.ctid) filter (where d.is_taken), coalesce(min(d.due_at) filter (where not d.is_taken), max(d.due_at))
    into taken, first_left_at
    from decided d;
  elsif reason in ('silence', 'circuit') then
    type := 'expired';
    select array_agg(expired.ctid) into taken
    from (
      select w.ctid
      from heygen_rx.watch w
      where w.account = p_account and w.due_at >= gate.front and w.due_at <= now_at and w.deadline_at <= now_at
      order by w.due_at
      limit p_limit
      for no key update skip locked
    ) as expired;
  end if;

  -- The gate refused, or others have locked what is due.
  if taken is null then
    head.claim := heygen_rx.claim_json('wait', now_at, null, gate, coalesce(reason, 'idle'), wait_ms);
    return next head;
    return;
  end if;

  -- Claimed watches play no part here: their leases end later than now.
  if type = 'send' then
    gate.front := least(first_left_at, now_at);
    perform heygen_rx.save_gate(gate);
  end if;
  head.claim := heygen_rx.claim_json(type, now_at, lease_id, gate, reason, null);
  return next head;
  return query
    update heygen_rx.watch w
    set lease = lease_id, due_at = now_at + p_lease_ms
    where w.ctid = any (taken)
    returning
      null::json, w.job_id, w.status, w.flags, w.polls, w.step, w.at, w.created_at, w.open_at, w.deadline_at, w.next_poll_at, w.not_before_at, w.not_found_until,
      w.return_until, w.progress, w.video_seconds, w.together, w.rare, w.terms;
end
$$;

-- Claims one create for one attempt. It is on disk that the create may have been sent before it is sent.
create function heygen_rx.claim_create(
  p_account text,
  p_per_second double precision,
  p_lease_ms double precision,
  p_probe_ms double precision,
  p_service text
) returns table (claim json, taken heygen_rx.creation)
language plpgsql
set enable_seqscan = off
set enable_bitmapscan = off
as $$
declare
  gate heygen_rx.gate := heygen_rx.locked_gate(p_account, p_service);
  now_at double precision := heygen_rx.now_of(gate);
  lease_id uuid := gen_random_uuid();
  first_due_at double precision;
  type text := 'send';
  admission record;
begin
  select c.due_at into first_due_at
  from heygen_rx.creation c
  where c.account = p_account and c.due_at is not null
  order by c.due_at
  limit 1;
  if first_due_at is null or now_at < first_due_at then
    claim := heygen_rx.claim_json('wait', now_at, null, gate, 'idle', first_due_at - now_at);
    return next;
    return;
  end if;

  select * into admission from heygen_rx.admit(gate, 'create', lease_id, now_at, p_per_second, p_probe_ms);
  if admission.reason is not null then
    type := 'expired';
  end if;
  if admission.reason is distinct from 'rate' then
    select c.* into taken
    from heygen_rx.creation c
    where c.account = p_account and c.due_at <= now_at and (type = 'send' or c.deadline_at <= now_at)
    order by c.due_at
    limit 1
    for no key update skip locked;
  end if;
  if taken.key is null then
    claim := heygen_rx.claim_json('wait', now_at, null, gate, coalesce(admission.reason, 'idle'), admission.wait_ms);
    return next;
    return;
  end if;

  if type = 'send' then
    gate := admission.gate;
    perform heygen_rx.save_gate(gate);
  end if;
  update heygen_rx.creation c set
    lease = lease_id,
    due_at = now_at + p_lease_ms,
    first_sent_at = case type when 'send' then coalesce(c.first_sent_at, now_at) else c.first_sent_at end
  where c.account = p_account and c.key = taken.key;
  claim := heygen_rx.claim_json(type, now_at, lease_id, gate, admission.reason, null);
  return next;
end
$$;
