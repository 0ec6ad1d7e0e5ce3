-- Instants are epoch ms of this database's clock, as fractions: double precision keeps what JavaScript computes with.
-- JSON is kept as text (json, not jsonb): it may contain \u0000, and is never searched.
-- Keys are compared by their bytes: faster, and the same whatever the collations of the system are.

-- The silence that a service has asked for in one lane: nothing until quiet_until, then one probe at a time until asked_until.
create type heygen_rx.silence as (
  quiet_until double precision,
  asked_until double precision,
  probe uuid
);

-- What limits the requests of an account. Whatever writes rows of the account locks this row first.
create table heygen_rx.gate (
  account text collate "C" primary key,
  -- Whose jobs the account has. Null: no worker or client has named a service.
  service text,
  slot_at double precision not null default 0,
  poll_silence heygen_rx.silence not null default row(0, 0, null),
  create_silence heygen_rx.silence not null default row(0, 0, null),
  -- Null: it was never written.
  circuit json,
  circuit_version integer not null default 0,
  -- No open watch is due before this. Scans start here: before it are only the index entries of rows that have moved on, which cannot be removed while any old
  -- transaction is open.
  front double precision not null default '-infinity',
  swept_at double precision not null default 0,
  -- When this row was last saved, and how far the account's time is ahead of the database's clock: it goes on where that was set back.
  saved_at double precision not null default 0,
  ahead_ms double precision not null default 0,
  -- The highest version of a forgotten watch. If it is added again, a client that has not noticed must see a higher version.
  forgotten_version integer not null default 0
) with (fillfactor = 10);

-- Wide columns first, so that nothing is lost to alignment.
create table heygen_rx.watch (
  -- Null: it has ended. While it is claimed, when the lease ends; otherwise next_poll_at.
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
  -- It was woken while it was claimed.
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
  -- Null: it has ended. While it is claimed, when the lease ends.
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
  -- Null: none.
  attempts json,
  -- The jobs that exist although it has not succeeded.
  known json,
  job_ids json,
  error json,
  primary key (account, key)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);

create index creation_due on heygen_rx.creation (account, due_at) where due_at is not null;
create index creation_ended on heygen_rx.creation (account, ended_at) where ended_at is not null;

-- What schedules learn from.
create table heygen_rx.observed (
  id bigint generated always as identity,
  account text collate "C" not null,
  job json not null,
  primary key (account, id)
);
