/** Where things are at HeyGen, in its third version. */
export const TRANSLATIONS = ['v3', 'video-translations'] as const;
export const LANGUAGES = [...TRANSLATIONS, 'languages'] as const;
export const STATUSES = [...TRANSLATIONS, 'statuses'] as const;
export const BATCHES = [...TRANSLATIONS, 'batches'] as const;
