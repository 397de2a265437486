import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type en from './en.ts'

export const LANGUAGES = ['en', 'zh-CN'] as const
export type Language = (typeof LANGUAGES)[number]
/** Each in its own words: who cannot read the page must find theirs. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', 'zh-CN': '简体中文' }

/** The key of a text of the shell: page names and the like. */
export type ShellText = `shell.${keyof (typeof en)['shell'] & string}`

const STORED = 'alcove.language'

const texts = {
  en: () => import('./en.ts'),
  'zh-CN': () => import('./zh-CN.ts'),
}

/** The chosen language, or the browser's when it is one of ours. */
export function preferredLanguage(): Language {
  const stored = localStorage.getItem(STORED)
  if (stored === 'en' || stored === 'zh-CN') return stored
  return navigator.languages.some((language) => language.startsWith('zh')) && !navigator.languages[0]?.startsWith('en')
    ? 'zh-CN'
    : 'en'
}

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    fallbackLng: false,
    interpolation: { escapeValue: false },
    resources: {},
  })
  await showLanguage(preferredLanguage())
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORED, language)
  await showLanguage(language)
}

/** Only the texts of the language in use are fetched. */
async function showLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const { default: bundle } = await texts[language]()
    i18next.addResourceBundle(language, 'translation', bundle)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}
