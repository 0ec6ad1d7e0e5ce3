-- The same decisions as lib/durable/policy/engine/gate.ts.

-- The time of an account. It never goes back: if it did, nothing would be sent for as long as the clock was moved.
create function heygen_rx.now_of(p_gate heygen_rx.gate) returns double precision
language sql volatile as $$
  select heygen_rx.now_ms() + p_gate.ahead_ms
$$;

-- Locks the gate of an account. Every function that writes starts with this, so there are no deadlocks. Workers and clients name their service, if they know it.
create function heygen_rx.locked_gate(p_account text, p_service text default null) returns heygen_rx.gate
language plpgsql as $$
declare
  gate heygen_rx.gate;
  set_back_ms double precision;
begin
  -- After waiting for the lock, a function must see what was committed meanwhile. PostgreSQL treats read uncommitted as read committed.
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    raise exception 'heygen_rx needs transactions that are read committed, not %', current_setting('transaction_isolation') using errcode = 'HRX03';
  end if;
  -- What is reported as stored must survive a crash, even if this database does not wait for its disk otherwise.
  if current_setting('synchronous_commit') = 'off' then
    perform set_config('synchronous_commit', 'on', true);
  end if;
  -- A caller waits 30 s. A claim that got its lock later would take what nobody polls until its lease ends.
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

-- Decides whether one request may be sent now. If so, reason is null, and gate is the gate after it. The rate comes last, so that only a request that is sent takes a slot.
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

-- Notes what an answer says about the silence of its lane: 'success', 'failure', 'asked' (with both durations), or nothing.
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

-- Replaces the circuit if it still has this version, and returns it as it is now.
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
$$;
