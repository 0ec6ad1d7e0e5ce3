// Written by `npm run build:sql` from the files in migrations/ and statements/.

/** The migrations, in order. */
export const MIGRATIONS: readonly string[] = [
  `create type heygen_rx.silence as (
quiet_until double precision,
asked_until double precision,
probe uuid
);
create table heygen_rx.gate (
account text collate "C" primary key,
service text,
slot_at double precision not null default 0,
poll_silence heygen_rx.silence not null default row(0, 0, null),
create_silence heygen_rx.silence not null default row(0, 0, null),
circuit json,
circuit_version integer not null default 0,
front double precision not null default '-infinity',
swept_at double precision not null default 0,
saved_at double precision not null default 0,
ahead_ms double precision not null default 0,
forgotten_version integer not null default 0
) with (fillfactor = 10);
create table heygen_rx.watch (
due_at double precision,
at double precision not null,
created_at double precision not null,
deadline_at double precision not null,
next_poll_at double precision not null,
not_before_at double precision not null,
open_at double precision,
not_found_until double precision,
return_until double precision,
progress double precision,
video_seconds double precision,
ended_at double precision,
version integer not null default 1,
polls integer not null,
step integer not null,
together integer,
status smallint not null,
flags smallint not null,
is_woken boolean not null default false,
account text collate "C" not null,
job_id text collate "C" not null,
lease uuid,
rare json,
terms json,
error json,
primary key (account, job_id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
create index watch_due on heygen_rx.watch (account, due_at) where due_at is not null;
create index watch_ended on heygen_rx.watch (account, ended_at) where ended_at is not null;
create table heygen_rx.creation (
due_at double precision,
started_at double precision not null,
deadline_at double precision not null,
first_sent_at double precision,
ended_at double precision,
account text collate "C" not null,
key text collate "C" not null,
digest text not null,
lease uuid,
request json not null,
terms json,
attempts json,
known json,
job_ids json,
error json,
primary key (account, key)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
create index creation_due on heygen_rx.creation (account, due_at) where due_at is not null;
create index creation_ended on heygen_rx.creation (account, ended_at) where ended_at is not null;
create table heygen_rx.observed (
id bigint generated always as identity,
account text collate "C" not null,
job json not null,
primary key (account, id)
);`,
  `create function heygen_rx.now_ms() returns double precision
language sql volatile as $$
select extract(epoch from clock_timestamp())::double precision * 1000
$$;
create function heygen_rx.channel(p_account text) returns text
language sql immutable as $$
select 'heygen_rx_' || left(encode(sha256(convert_to(p_account, 'UTF8')), 'hex'), 40)
$$;
create function heygen_rx.hint_due(p_account text) returns void
language sql volatile as $$
select pg_notify(heygen_rx.channel(p_account), '{"type":"due"}')
$$;
create function heygen_rx.hint_changed(p_account text, p_type text, p_field text, p_ids text[]) returns void
language sql volatile as $$
select pg_notify(
heygen_rx.channel(p_account),
json_build_object('type', p_type, p_field, json_agg(chunked.id))::text
)
from (
select sized.id, floor(sum(sized.bytes) over (order by sized.place) / 4900) as chunk
from (
select id, place, octet_length(to_json(id)::text) + 2 as bytes
from unnest(p_ids) with ordinality as listed(id, place)
) as sized
where sized.bytes <= 2900
) as chunked
group by chunked.chunk
$$;`,
  `create function heygen_rx.now_of(p_gate heygen_rx.gate) returns double precision
language sql volatile as $$
select heygen_rx.now_ms() + p_gate.ahead_ms
$$;
create function heygen_rx.locked_gate(p_account text, p_service text default null) returns heygen_rx.gate
language plpgsql as $$
declare
gate heygen_rx.gate;
set_back_ms double precision;
begin
if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
raise exception 'heygen_rx needs transactions that are read committed, not %', current_setting('transaction_isolation') using errcode = 'HRX03';
end if;
if current_setting('synchronous_commit') = 'off' then
perform set_config('synchronous_commit', 'on', true);
end if;
if current_setting('lock_timeout') = '0' then
perform set_config('lock_timeout', '5s', true);
end if;
loop
select * into gate from heygen_rx.gate g where g.account = p_account for no key update;
if found then
if gate.service <> p_service then
raise exception 'Cannot use this account: it belongs to %, got %; give each service its own account', gate.service, p_service using errcode = 'HRX02';
end if;
set_back_ms := greatest(0, gate.saved_at - heygen_rx.now_of(gate));
if set_back_ms > 0 or gate.service is null and p_service is not null then
gate.ahead_ms := gate.ahead_ms + set_back_ms;
update heygen_rx.gate g set ahead_ms = gate.ahead_ms, service = coalesce(gate.service, p_service) where g.account = p_account;
end if;
return gate;
end if;
insert into heygen_rx.gate (account) values (p_account) on conflict do nothing;
end loop;
end
$$;
create function heygen_rx.save_gate(p_gate heygen_rx.gate) returns void
language plpgsql as $$
begin
update heygen_rx.gate g set
slot_at = p_gate.slot_at,
poll_silence = p_gate.poll_silence,
create_silence = p_gate.create_silence,
circuit = p_gate.circuit,
circuit_version = p_gate.circuit_version,
front = p_gate.front,
swept_at = p_gate.swept_at,
saved_at = heygen_rx.now_of(p_gate)
where g.account = p_gate.account;
end
$$;
create function heygen_rx.admit(
inout gate heygen_rx.gate,
p_lane text,
p_lease uuid,
p_now double precision,
p_per_second double precision,
p_probe_ms double precision,
out reason text,
out wait_ms double precision
)
language plpgsql as $$
declare
silence heygen_rx.silence := case p_lane when 'poll' then gate.poll_silence else gate.create_silence end;
circuit text := gate.circuit ->> 'state';
closed_until double precision;
begin
if p_now < silence.quiet_until then
reason := 'silence';
wait_ms := silence.quiet_until - p_now;
return;
end if;
if circuit = 'isolated' then
reason := 'circuit';
return;
end if;
if circuit in ('open', 'half-open') then
closed_until := gate.circuit ->> case circuit when 'open' then 'until' else 'probeUntil' end;
if p_now < closed_until then
reason := 'circuit';
wait_ms := closed_until - p_now;
return;
end if;
end if;
if p_now < gate.slot_at then
reason := 'rate';
wait_ms := gate.slot_at - p_now;
return;
end if;
gate.slot_at := p_now + 1000 / p_per_second;
if circuit in ('open', 'half-open') then
gate.circuit := json_build_object(
'state', 'half-open',
'generation', (gate.circuit ->> 'generation')::bigint + case circuit when 'open' then 1 else 0 end,
'openings', gate.circuit -> 'openings',
'probeUntil', p_now + p_probe_ms
);
gate.circuit_version := gate.circuit_version + 1;
end if;
if p_now < silence.asked_until then
silence := row(p_now + p_probe_ms, silence.asked_until, p_lease);
if p_lane = 'poll' then
gate.poll_silence := silence;
else
gate.create_silence := silence;
end if;
end if;
end
$$;
create function heygen_rx.note_silence(
inout gate heygen_rx.gate,
p_lane text,
p_lease uuid,
p_now double precision,
p_report text,
p_quiet_ms double precision,
p_asked_ms double precision,
out has_changed boolean
)
language plpgsql as $$
declare
silence heygen_rx.silence := case p_lane when 'poll' then gate.poll_silence else gate.create_silence end;
is_probe boolean := coalesce(silence.probe = p_lease, false);
begin
has_changed := p_report = 'asked' or (p_report is not null and is_probe);
if has_changed is not true then
return;
end if;
silence := case p_report
when 'asked' then row(
greatest(case when is_probe then p_now else silence.quiet_until end, p_now + p_quiet_ms),
greatest(silence.asked_until, p_now + p_asked_ms),
null
)::heygen_rx.silence
when 'success' then row(0, 0, null)::heygen_rx.silence
else row(p_now, silence.asked_until, null)::heygen_rx.silence
end;
if p_lane = 'poll' then
gate.poll_silence := silence;
else
gate.create_silence := silence;
end if;
end
$$;
create function heygen_rx.swap_circuit(p_account text, p_version integer, p_next json, out circuit json, out circuit_version integer, out is_swapped boolean)
language plpgsql as $$
declare
gate heygen_rx.gate := heygen_rx.locked_gate(p_account);
begin
is_swapped := gate.circuit_version = p_version;
if is_swapped then
gate.circuit := p_next;
gate.circuit_version := p_version + 1;
perform heygen_rx.save_gate(gate);
end if;
circuit := gate.circuit;
circuit_version := gate.circuit_version;
end
$$;`,
  `create type heygen_rx.claimed_watch as (
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
perform set_config('synchronous_commit', 'off', true);
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
if taken is null then
head.claim := heygen_rx.claim_json('wait', now_at, null, gate, coalesce(reason, 'idle'), wait_ms);
return next head;
return;
end if;
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
$$;`,
  `create function heygen_rx.first_due_at(p_gate heygen_rx.gate) returns double precision
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
$$;`,
  `create function heygen_rx.add_creates(
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
limit 1
) as found
order by n.place;
end
$$;
create function heygen_rx.create_type(p_creation heygen_rx.creation) returns text
language sql immutable as $$
select case when p_creation.error is not null then 'failed' when p_creation.job_ids is not null then 'created' else 'open' end
$$;
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
$$;`,
];

/** The statements, by the names of their files. */
export const STATEMENTS = {
  addCreates: `select * from heygen_rx.add_creates($1, $2, $3, $4, $5, $6, $7)`,
  addWatches: `select heygen_rx.add_watches($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
  claimCreate: `select claim, (taken).* from heygen_rx.claim_create($1, $2, $3, $4, $5)`,
  claimWatches: `select * from heygen_rx.claim_watches($1, $2, $3, $4, $5, $6)`,
  clean: `with old as (
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
select (select count(*) from watches)::integer + (select count(*) from creates)::integer as deleted`,
  forget: `select heygen_rx.forget($1, $2)`,
  readCreates: `select n.key, found.*
from unnest($2::text[]) as n (key)
cross join lateral (
select heygen_rx.create_type(c) as type, c.known, c.job_ids, c.error
from heygen_rx.creation c
where c.account = $1 and c.key = n.key
limit 1
) as found`,
  readObserved: `select id::text, job
from (
select id, job from heygen_rx.observed where account = $1 and id > $2 order by id desc limit 256
) as latest
order by latest.id`,
  readWatches: `select
seen.job_id, w.version, w.status, w.flags, w.polls, w.step, w.at, w.created_at, w.open_at, w.deadline_at, w.next_poll_at, w.not_before_at, w.not_found_until,
w.return_until, w.progress, w.video_seconds, w.together, w.rare, w.due_at is null as has_ended, w.error
from unnest($2::text[], $3::integer[]) as seen (job_id, version)
left join lateral (
select * from heygen_rx.watch where account = $1 and job_id = seen.job_id limit 1
) as w on true
where w.version is null or w.version > seen.version`,
  settleCreate: `with settled as materialized (
select heygen_rx.settle_create($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) as is_held
)
select
is_held,
case
when is_held and $12 is not null then
heygen_rx.add_watches($1, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)
end
from settled`,
  settleWatches: `select job_id
from heygen_rx.settle_watches(
$1, $2, $3, $4, $5,
$6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
$23, $24, $25, $26
) as settled (job_id)`,
  stats: `with instant as materialized (
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
order by name desc`,
  swapCircuit: `select * from heygen_rx.swap_circuit($1, $2, $3)`,
  wake: `select heygen_rx.wake($1, $2)`,
} as const;
