/**
 * Colours without a language service. Text shown for comparison must stay out of the TypeScript worker: the worker
 * would check it together with the draft, and their declarations would clash.
 */
import { conf, language } from 'monaco-editor/languages/definitions/typescript/typescript'
import type { Monaco } from './api.ts'
import { withNames } from './names.ts'

export function definePlainLanguages(monaco: Monaco): void {
  monaco.languages.register({ id: 'plain-script' })
  monaco.languages.setMonarchTokensProvider('plain-script', withNames(language))
  monaco.languages.setLanguageConfiguration('plain-script', conf)
}
