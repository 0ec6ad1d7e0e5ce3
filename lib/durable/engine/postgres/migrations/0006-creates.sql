-- Adds creates, and returns where each stands now, in the same order. One that is open gets the later deadline of the two. One that failed is tried again; known and first_sent_at stay,
-- since jobs exist or may exist.
create function heygen_rx.add_creates(
  p_account text,
  p_key text[],
  p_request json[],
  p_digest text[],
  p_timeout_ms double precision[],
  p_terms json[],
  p_service text
) returns table (key text, type text, known json, job_ids json, error json)
language plpgsql
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  gate heygen_rx.gate := heygen_rx.locked_gate(p_account, p_service);
  now_at double precision := heygen_rx.now_of(gate);
begin
  insert into heygen_rx.creation as c (account, key, request, digest, terms, started_at, due_at, deadline_at)
  select distinct on (n.key)
    p_account, n.key, n.request, n.digest, n.terms, now_at, now_at, now_at + max(n.timeout_ms) over (partition by n.key, n.digest)
  from unnest(p_key, p_request, p_digest, p_timeout_ms, p_terms) with ordinality as n (key, request, digest, timeout_ms, terms, place)
  order by n.key, n.place
  on conflict (account, key) do update set
    started_at = case when c.error is null then c.started_at else excluded.started_at end,
    due_at = case when c.error is null then c.due_at else excluded.due_at end,
    deadline_at = excluded.deadline_at,
    attempts = case when c.error is null then c.attempts end,
    error = null,
    ended_at = null
  where c.digest = excluded.digest and (c.error is not null or (c.job_ids is null and c.deadline_at < excluded.deadline_at));
  if found then
    perform heygen_rx.hint_due(p_account);
  end if;

  return query
    select n.key, found.*
    from unnest(p_key, p_digest) with ordinality as n (key, digest, place)
    cross join lateral (
      select case when c.digest = n.digest then heygen_rx.create_type(c) else 'other request' end, c.known, c.job_ids, c.error
      from heygen_rx.creation c
      where c.account = p_account and c.key = n.key
      -- One lookup for each key, whatever the planner believes about the table.
      limit 1
    ) as found
    order by n.place;
end
$$;

create function heygen_rx.create_type(p_creation heygen_rx.creation) returns text
language sql immutable as $$
  select case when p_creation.error is not null then 'failed' when p_creation.job_ids is not null then 'created' else 'open' end
$$;

-- Stores how an attempt ended ('created', 'again' or 'failed'), together with the watches of its jobs. Returns whether the lease still held it.
create function heygen_rx.settle_create(
  p_account text,
  p_key text,
  p_lease uuid,
  p_silence text,
  p_quiet_ms double precision,
  p_asked_ms double precision,
  p_type text,
  p_due_in_ms double precision,
  p_attempts json,
  p_is_uncertain boolean,
  p_error json,
  p_job_ids json,
  p_known json
) returns boolean
language plpgsql
set enable_seqscan = off
as $$
declare
  gate heygen_rx.gate := heygen_rx.locked_gate(p_account);
  now_at double precision := heygen_rx.now_of(gate);
  noted record;
begin
  select * into noted
  from heygen_rx.note_silence(gate, 'create', p_lease, now_at, p_silence, p_quiet_ms, p_asked_ms);
  gate := noted.gate;
  if noted.has_changed then
    perform heygen_rx.save_gate(gate);
  end if;

  update heygen_rx.creation c set
    lease = null,
    due_at = case p_type when 'again' then now_at + p_due_in_ms end,
    ended_at = case p_type when 'again' then null else now_at end,
    attempts = case p_type when 'again' then p_attempts else c.attempts end,
    first_sent_at = case when p_type = 'created' or p_is_uncertain then c.first_sent_at end,
    error = p_error,
    job_ids = p_job_ids,
    known = p_known
  where c.account = p_account and c.key = p_key and c.lease = p_lease;
  if not found then
    return false;
  end if;
  if p_type = 'again' then
    perform heygen_rx.hint_due(p_account);
  end if;
  if p_type <> 'again' or p_known is not null then
    perform heygen_rx.hint_changed(p_account, 'creates', 'keys', array[p_key]);
  end if;
  return true;
end
$$;
