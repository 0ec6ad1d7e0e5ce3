-- The only clock there is. Specs replace this function to move the time. An account's time is `now_of` its gate.
create function heygen_rx.now_ms() returns double precision
language sql volatile as $$
  select extract(epoch from clock_timestamp())::double precision * 1000
$$;

-- The name of the notification channel of an account, which must be short.
create function heygen_rx.channel(p_account text) returns text
language sql immutable as $$
  select 'heygen_rx_' || left(encode(sha256(convert_to(p_account, 'UTF8')), 'hex'), 40)
$$;

create function heygen_rx.hint_due(p_account text) returns void
language sql volatile as $$
  select pg_notify(heygen_rx.channel(p_account), '{"type":"due"}')
$$;

-- A payload must stay below 8000 bytes. An id that needs a third of that as JSON gets no hint: clients also read without one.
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
$$;
