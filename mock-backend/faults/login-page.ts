/** The page that the fault `redirect` points to, like that of a proxy whose session has expired. */
export const loginPage = (): Response =>
  new Response(
    '<!doctype html><title>Log in</title><h1>Log in</h1><form><input name="user"><input name="password"></form>',
    { headers: { 'content-type': 'text/html; charset=utf-8' } },
  );
