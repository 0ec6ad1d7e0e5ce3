select heygen_rx.wake($1, $2)
