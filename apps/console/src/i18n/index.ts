import { useSyncExternalStore } from 'react'
import { textsIn, type TextKey, type Translate, translator } from './translator.ts'

export type { Translate } from './translator.ts'

export const LANGUAGES = ['en', 'zh-CN'] as const
export type Language = (typeof LANGUAGES)[number]
/** Each in its own words: who cannot read the page must find theirs. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', 'zh-CN': '简体中文' }

/** The key of a text of the shell: page names and the like. */
export type ShellText = Extract<TextKey, `shell.${string}`>

const STORED = 'alcove.language'

type Part = 'shell' | 'space'

/** What every page needs, and what only those inside a space do. */
const sources: Record<Language, Record<Part, () => Promise<{ default: object }>>> = {
  en: { shell: () => import('./en/index.ts'), space: () => import('./en/space.ts') },
  'zh-CN': { shell: () => import('./zh-CN/index.ts'), space: () => import('./zh-CN/space.ts') },
}
/** What the open pages asked for: a change of language fetches as much. */
const wanted = new Set<Part>(['shell'])

interface Spoken {
  language: Language
  texts: Map<string, string>
  t: Translate
}
let spoken: Spoken
const listeners = new Set<() => void>()

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The texts of the page in the language of its reader. */
export const useTranslation = (): Pick<Spoken, 'language' | 't'> => useSyncExternalStore(subscribe, () => spoken)

/** Outside of what React renders. A change of language does not reach what it said. */
export const translate: Translate = (...asked) => spoken.t(...asked)

/** The chosen language, or the browser's when it is one of ours. */
function preferredLanguage(): Language {
  const stored = localStorage.getItem(STORED)
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

/** Before a page inside a space is shown. */
export async function loadSpaceTexts(): Promise<void> {
  wanted.add('space')
  await addTexts(spoken, 'space')
}

async function addTexts({ language, texts }: Spoken, part: Part): Promise<void> {
  const { default: tree } = await sources[language][part]()
  for (const [key, text] of textsIn(tree)) texts.set(key, text)
}

async function speak(language: Language): Promise<void> {
  const texts = new Map<string, string>()
  const next = { language, texts, t: translator(language, texts) }
  await Promise.all([...wanted].map((part) => addTexts(next, part)))
  spoken = next
  document.documentElement.lang = language
  for (const listener of listeners) listener()
}
