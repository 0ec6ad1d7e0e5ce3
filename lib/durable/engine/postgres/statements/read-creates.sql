select c.key, heygen_rx.create_type(c) as type, c.job_ids, c.error
from heygen_rx.creation c
where c.account = $1 and c.key = any ($2)
