-- When the first open watch is due, whether it is claimed or not.
create function heygen_rx.first_due_at(p_gate heygen_rx.gate) returns double precision
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
as $$
declare
  first_due_at double precision;
begin
  select w.due_at into first_due_at
  from heygen_rx.watch w
  where w.account = p_gate.account and w.due_at >= p_gate.front
  order by w.due_at
  limit 1;
  return coalesce(first_due_at, 'infinity');
end
$$;

-- Where the watches of these jobs are, for the statement that asks; null where there is none. One lookup for each job, whatever the planner believes about the table.
create function heygen_rx.ctids_of(p_account text, p_job_id text[]) returns tid[]
language plpgsql stable
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
begin
  return array(
    select (select w.ctid from heygen_rx.watch w where w.account = p_account and w.job_id = n.job_id)
    from unnest(p_job_id) as n (job_id)
  );
end
$$;

-- Adds watches. The instants of their states count from 0, and become now plus that.
create function heygen_rx.add_watches(
  p_account text,
  p_job_id text[],
  p_status smallint[],
  p_flags smallint[],
  p_polls integer[],
  p_step integer[],
  p_at double precision[],
  p_created_at double precision[],
  p_open_at double precision[],
  p_deadline_at double precision[],
  p_next_poll_at double precision[],
  p_not_before_at double precision[],
  p_not_found_until double precision[],
  p_return_until double precision[],
  p_progress double precision[],
  p_video_seconds double precision[],
  p_together integer[],
  p_rare json[],
  p_terms json[],
  p_service text default null
) returns void
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_nestloop = off
as $$
declare
  gate heygen_rx.gate := heygen_rx.locked_gate(p_account, p_service);
  now_at double precision := heygen_rx.now_of(gate);
  first_due_at double precision := heygen_rx.first_due_at(gate);
  first_added_at double precision;
  again_ids text[];
  again_versions integer[];
begin
  -- Those that ended with an error start again, with the next version.
  with again as (
    delete from heygen_rx.watch w
    where w.ctid = any (heygen_rx.ctids_of(p_account, p_job_id)) and w.error is not null
    returning w.job_id, w.version
  )
  select array_agg(a.job_id), array_agg(a.version) into again_ids, again_versions from again a;

  with added as (
    insert into heygen_rx.watch as w (
      account, job_id, status, flags, polls, step, at, created_at, open_at, deadline_at, next_poll_at, not_before_at, not_found_until, return_until, progress,
      video_seconds, together, rare, terms, due_at, version
    )
    select
      p_account, n.job_id, n.status, n.flags, n.polls, n.step, n.at + now_at, n.created_at + now_at, n.open_at + now_at, n.deadline_at + now_at, n.next_poll_at + now_at,
      n.not_before_at + now_at, n.not_found_until + now_at, n.return_until + now_at, n.progress, n.video_seconds, n.together, n.rare, n.terms,
      n.next_poll_at + now_at, greatest(a.version, gate.forgotten_version) + 1
    from unnest(
      p_job_id, p_status, p_flags, p_polls, p_step, p_at, p_created_at, p_open_at, p_deadline_at, p_next_poll_at, p_not_before_at, p_not_found_until, p_return_until,
      p_progress, p_video_seconds, p_together, p_rare, p_terms
    ) as n (
      job_id, status, flags, polls, step, at, created_at, open_at, deadline_at, next_poll_at, not_before_at, not_found_until, return_until, progress, video_seconds,
      together, rare, terms
    )
    left join unnest(again_ids, again_versions) as a (job_id, version) using (job_id)
    on conflict (account, job_id) do update
      set deadline_at = excluded.deadline_at
      where w.due_at is not null and w.deadline_at < excluded.deadline_at
    returning w.due_at
  )
  select min(a.due_at) into first_added_at from added a;

  if first_added_at < gate.front then
    gate.front := first_added_at;
    perform heygen_rx.save_gate(gate);
  end if;
  if first_added_at < first_due_at then
    perform heygen_rx.hint_due(p_account);
  end if;
end
$$;

-- Stores the result of a status request. Watches that the lease no longer holds are not changed. Returns the ids of the others.
create function heygen_rx.settle_watches(
  p_account text,
  p_lease uuid,
  p_silence text,
  p_quiet_ms double precision,
  p_asked_ms double precision,
  p_job_id text[],
  p_status smallint[],
  p_flags smallint[],
  p_polls integer[],
  p_step integer[],
  p_at double precision[],
  p_created_at double precision[],
  p_open_at double precision[],
  p_deadline_at double precision[],
  p_next_poll_at double precision[],
  p_not_before_at double precision[],
  p_not_found_until double precision[],
  p_return_until double precision[],
  p_progress double precision[],
  p_video_seconds double precision[],
  p_together integer[],
  p_rare json[],
  p_has_changed boolean[],
  p_has_ended boolean[],
  p_error json[],
  p_observed json[]
) returns setof text
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_nestloop = off
as $$
declare
  gate heygen_rx.gate := heygen_rx.locked_gate(p_account);
  now_at double precision := heygen_rx.now_of(gate);
  first_due_at double precision := heygen_rx.first_due_at(gate);
  first_settled_at double precision;
  noted record;
  settled text[];
  changed text[];
  going_on text[] := '{}';
begin
  select * into noted
  from heygen_rx.note_silence(gate, 'poll', p_lease, now_at, p_silence, p_quiet_ms, p_asked_ms);
  gate := noted.gate;

  -- A watch that has got a later deadline since its claim does not end with an error: that was decided by the earlier one.
  if true = any (p_has_ended) then
    select coalesce(array_agg(w.job_id), '{}') into going_on
    from unnest(p_job_id, p_deadline_at, p_error) as s (job_id, deadline_at, error)
    join heygen_rx.watch w using (job_id)
    where w.ctid = any (heygen_rx.ctids_of(p_account, p_job_id)) and s.error is not null and w.deadline_at > s.deadline_at;
    select
      array_agg(s.has_ended and s.job_id <> all (going_on) order by s.place),
      array_agg(case when s.job_id <> all (going_on) then s.error end order by s.place)
    into p_has_ended, p_error
    from unnest(p_job_id, p_has_ended, p_error) with ordinality as s (job_id, has_ended, error, place);
  end if;
  with changed as (
    update heygen_rx.watch w set
      lease = null,
      is_woken = false,
      status = s.status,
      flags = s.flags,
      polls = s.polls,
      step = case when w.is_woken and not s.has_ended then 0 else s.step end,
      at = s.at,
      created_at = s.created_at,
      open_at = s.open_at,
      -- add_watches may have set a later one meanwhile.
      deadline_at = greatest(w.deadline_at, s.deadline_at),
      due_at = case
        when s.has_ended then null
        when w.is_woken then least(s.next_poll_at, greatest(now_at, s.not_before_at))
        else s.next_poll_at
      end,
      next_poll_at = case
        when w.is_woken and not s.has_ended then least(s.next_poll_at, greatest(now_at, s.not_before_at))
        else s.next_poll_at
      end,
      not_before_at = s.not_before_at,
      not_found_until = s.not_found_until,
      return_until = s.return_until,
      progress = s.progress,
      video_seconds = s.video_seconds,
      together = s.together,
      rare = s.rare,
      version = w.version + s.has_changed::integer,
      ended_at = case when s.has_ended then now_at end,
      error = s.error
    from unnest(
      p_job_id, p_status, p_flags, p_polls, p_step, p_at, p_created_at, p_open_at, p_deadline_at, p_next_poll_at, p_not_before_at, p_not_found_until, p_return_until,
      p_progress, p_video_seconds, p_together, p_rare, p_has_changed, p_has_ended, p_error
    ) as s (
      job_id, status, flags, polls, step, at, created_at, open_at, deadline_at, next_poll_at, not_before_at, not_found_until, return_until, progress, video_seconds,
      together, rare, has_changed, has_ended, error
    )
    where w.ctid = any (heygen_rx.ctids_of(p_account, p_job_id)) and w.job_id = s.job_id and w.lease = p_lease
    returning w.job_id, w.due_at, s.has_changed
  )
  select array_agg(c.job_id), array_agg(c.job_id) filter (where c.has_changed), min(c.due_at)
  into settled, changed, first_settled_at
  from changed c;
  settled := array(select unnest(settled) except select unnest(going_on));

  insert into heygen_rx.observed (account, job)
  select p_account, o.job
  from unnest(p_job_id, p_observed) with ordinality as o (job_id, job, place)
  where o.job is not null and o.job_id = any (settled)
  order by o.place;

  -- A watch that was given back unchanged may have been due long ago.
  if first_settled_at < gate.front then
    gate.front := first_settled_at;
  end if;
  if noted.has_changed or first_settled_at <= gate.front then
    perform heygen_rx.save_gate(gate);
  end if;
  if changed is not null then
    perform heygen_rx.hint_changed(p_account, 'watches', 'jobIds', changed);
  end if;
  if first_settled_at < first_due_at then
    perform heygen_rx.hint_due(p_account);
  end if;
  return query select unnest(settled);
end
$$;

-- As lib/durable/policy/engine/state-changes.ts; a watch that is claimed is woken when it is settled. Without ids, all open watches.
create function heygen_rx.wake(p_account text, p_job_id text[]) returns void
language plpgsql
set enable_seqscan = off
as $$
declare
  gate heygen_rx.gate := heygen_rx.locked_gate(p_account);
  now_at double precision := heygen_rx.now_of(gate);
  first_due_at double precision := heygen_rx.first_due_at(gate);
  first_woken_at double precision;
begin
  with woken as (
    update heygen_rx.watch w set
      is_woken = w.lease is not null,
      step = case when w.lease is null then 0 else w.step end,
      next_poll_at = case when w.lease is null then least(w.next_poll_at, greatest(now_at, w.not_before_at)) else w.next_poll_at end,
      due_at = case when w.lease is null then least(w.next_poll_at, greatest(now_at, w.not_before_at)) else w.due_at end
    -- Nothing is written where nothing would change: a wake for all may come often.
    where w.ended_at is null
    and case when w.lease is null then w.step > 0 or w.next_poll_at > greatest(now_at, w.not_before_at) else not w.is_woken end
    and w.ctid = any (
      case
        when p_job_id is null then array(select w.ctid from heygen_rx.watch w where w.account = p_account and w.due_at is not null)
        else heygen_rx.ctids_of(p_account, p_job_id)
      end
    )
    returning w.due_at
  )
  select min(k.due_at) into first_woken_at from woken k;

  if first_woken_at < gate.front then
    gate.front := first_woken_at;
    perform heygen_rx.save_gate(gate);
  end if;
  if first_woken_at < first_due_at then
    perform heygen_rx.hint_due(p_account);
  end if;
end
$$;

create function heygen_rx.forget(p_account text, p_job_id text[]) returns void
language plpgsql
set enable_seqscan = off
as $$
declare
  gate heygen_rx.gate := heygen_rx.locked_gate(p_account);
begin
  with forgotten as (
    delete from heygen_rx.watch w where w.ctid = any (heygen_rx.ctids_of(p_account, p_job_id))
    returning w.version
  )
  select greatest(gate.forgotten_version, max(f.version)) into gate.forgotten_version from forgotten f;
  update heygen_rx.gate g set forgotten_version = gate.forgotten_version where g.account = p_account;
  perform heygen_rx.hint_changed(p_account, 'watches', 'jobIds', p_job_id);
end
$$;
