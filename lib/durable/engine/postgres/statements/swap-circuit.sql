select * from heygen_rx.swap_circuit($1, $2, $3)
