import type { InitOptions } from 'i18next'

/** How texts are read, in the console and in its tests. */
export const TEXT_OPTIONS = {
  initAsync: false,
  fallbackLng: false,
  nsSeparator: false,
  // React escapes what it renders.
  interpolation: { escapeValue: false },
} satisfies InitOptions
