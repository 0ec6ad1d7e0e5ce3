/** The version of the tables, in the file's `user_version`: 0 in a new file. */
export const SCHEMA_VERSION = 1;

/** The tables. Instants are epoch ms. The columns of a watch's state are those of `policy/engine/watch-columns`. */
export const SCHEMA = `
create table if not exists watch (
  account text not null, job_id text not null,
  due_at real not null, lease text, is_woken integer not null default 0, version integer not null,
  status integer not null, flags integer not null, polls integer not null, step integer not null,
  at real not null, created_at real not null, open_at real, deadline_at real not null,
  next_poll_at real not null, not_before_at real not null, not_found_until real,
  progress real, video_seconds real, together integer, rare text,
  terms text, error text, ended_at real,
  primary key (account, job_id)
) without rowid;
create index if not exists watch_due on watch (account, due_at) where ended_at is null;
create index if not exists watch_ended on watch (account, ended_at) where ended_at is not null;

create table if not exists creation (
  account text not null, key text not null, request text not null, digest text not null, terms text,
  attempts text not null, started_at real not null, deadline_at real not null, due_at real not null,
  lease text, first_sent_at real, known text, job_ids text, error text, ended_at real,
  primary key (account, key)
) without rowid;
create index if not exists creation_due on creation (account, due_at) where ended_at is null;
create index if not exists creation_ended on creation (account, ended_at) where ended_at is not null;

create table if not exists gate (account text primary key, gate text not null, leases integer not null) without rowid;
create table if not exists clock (id integer primary key, at real not null);
create table if not exists forgotten (account text primary key, version integer not null) without rowid;
create table if not exists observed (id integer primary key autoincrement, account text not null, job text not null);
create index if not exists observed_account on observed (account, id);
`;
