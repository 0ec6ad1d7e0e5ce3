/** Can this be listened to? Servers and test environments often have a `document` or a `window` that is only a stub. */
export const canListen = (target: unknown): target is EventTarget => {
  const { addEventListener, removeEventListener } = (target ?? {}) as Partial<EventTarget>;
  return typeof addEventListener === 'function' && typeof removeEventListener === 'function';
};
