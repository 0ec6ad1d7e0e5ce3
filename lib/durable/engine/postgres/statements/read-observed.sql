select id::text, job
from (
  select id, job from heygen_rx.observed where account = $1 and id > $2 order by id desc limit 256
) as latest
order by latest.id
