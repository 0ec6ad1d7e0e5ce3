select * from heygen_rx.claim_watches($1, $2, $3, $4, $5, $6)
