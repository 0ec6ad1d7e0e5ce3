select * from heygen_rx.add_creates($1, $2, $3, $4, $5, $6, $7)
