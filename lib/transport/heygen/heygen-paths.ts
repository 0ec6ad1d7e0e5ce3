/** The paths of HeyGen's API, version 3. */
export const TRANSLATIONS = ['v3', 'video-translations'] as const;
export const LANGUAGES = [...TRANSLATIONS, 'languages'] as const;
export const STATUSES = [...TRANSLATIONS, 'statuses'] as const;
export const BATCHES = [...TRANSLATIONS, 'batches'] as const;
export const ACCOUNT = ['v3', 'users', 'me'] as const;
