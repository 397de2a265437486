import type { InitOptions } from 'i18next'

/** Options for reading texts, in the console and in its tests. */
export const TEXT_OPTIONS = {
  initAsync: false,
  fallbackLng: false,
  nsSeparator: false,
  // React already escapes what it renders.
  interpolation: { escapeValue: false },
} satisfies InitOptions
