-- The watches of the jobs begin in the same transaction.
with settled as materialized (
  select heygen_rx.settle_create($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) as is_held
)
select
  is_held,
  case
    when is_held and $12 is not null then
      heygen_rx.add_watches($1, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)
  end
from settled
