select heygen_rx.forget($1, $2)
