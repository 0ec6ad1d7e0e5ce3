select claim, (taken).* from heygen_rx.claim_create($1, $2, $3, $4, $5)
