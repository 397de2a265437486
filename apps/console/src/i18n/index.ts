import i18next, { type ParseKeys, type TFunction } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type en from './en/index.ts'
import type platform from './en/platform.ts'
import type space from './en/space.ts'
import { loadSentences } from './said.ts'
import { TEXT_OPTIONS } from './options.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en & typeof platform & typeof space }
    nsSeparator: false
  }
}

export { useTranslation }
export type Translate = TFunction

export const LANGUAGES = ['en', 'zh-CN'] as const
export type Language = (typeof LANGUAGES)[number]
/** Each in its own language, so that people find theirs on a page they cannot read. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', 'zh-CN': '简体中文' }

/** A key of the shell's texts: page names and the like. */
export type ShellText = Extract<ParseKeys, `shell.${string}`>

const STORED = 'alcove.language'

type Part = 'shell' | 'sentences' | 'platform' | 'space'

const noTexts = () => Promise.resolve({ default: {} })

/** Texts for every page, for administration and keys, and for pages in a space; and none, only the server's sentences. */
const sources: Record<Language, Record<Part, () => Promise<{ default: object }>>> = {
  en: {
    shell: () => import('./en/index.ts'),
    sentences: noTexts,
    platform: () => import('./en/platform.ts'),
    space: () => import('./en/space.ts'),
  },
  'zh-CN': {
    shell: () => import('./zh-CN/index.ts'),
    sentences: noTexts,
    platform: () => import('./zh-CN/platform.ts'),
    space: () => import('./zh-CN/space.ts'),
  },
}
/** The texts that open pages use: a change of language loads the same ones. */
const wanted = new Set<Part>(['shell'])

void i18next.use(initReactI18next).init({ ...TEXT_OPTIONS, lng: preferredLanguage(), resources: {} })

/** For code outside components. Texts it has returned do not change with the language. */
export const translate: TFunction = i18next.t

export function useLanguage(): Language {
  return useTranslation().i18n.language as Language
}

/** The chosen language, or the browser's if we have it. */
function preferredLanguage(): Language {
  // Unit tests have no browser.
  const stored = typeof localStorage === 'undefined' ? null : localStorage.getItem(STORED)
  if (stored === 'en' || stored === 'zh-CN') return stored
  return navigator.languages.some((language) => language.startsWith('zh')) && !navigator.languages[0]?.startsWith('en')
    ? 'zh-CN'
    : 'en'
}

export const startI18n = () => speak(preferredLanguage())

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORED, language)
  await speak(language)
}

/** Runs before a page that needs them is shown. */
export async function loadTexts(part: Part): Promise<void> {
  wanted.add(part)
  await addTexts(i18next.language as Language, part)
}

/** Rejects when texts cannot be loaded, where i18next's own backends would show keys. */
async function addTexts(language: Language, part: Part): Promise<void> {
  const [{ default: texts }] = await Promise.all([
    sources[language][part](),
    part === 'shell' ? undefined : loadSentences(language),
  ])
  i18next.addResourceBundle(language, 'translation', texts, true)
}

async function speak(language: Language): Promise<void> {
  await Promise.all([...wanted].map((part) => addTexts(language, part)))
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}
