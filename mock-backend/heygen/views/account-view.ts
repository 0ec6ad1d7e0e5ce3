/** The account as `GET /v3/users/me` shows it: prepaid, with as many credits as translations are left. */
export const accountView = (remaining: number) => ({
  username: 'mock-account',
  email: 'mock@example.com',
  first_name: null,
  last_name: null,
  billing_type: 'wallet',
  wallet: {
    currency: 'credits',
    // JSON has no infinity.
    remaining_balance: Number.isFinite(remaining) ? remaining : null,
    auto_reload: null,
  },
  subscription: null,
  usage_based: null,
});
