import type { languages } from 'monaco-editor/editor'
import { language as javascript } from 'monaco-editor/languages/definitions/javascript/javascript'
import { language as typescript } from 'monaco-editor/languages/definitions/typescript/typescript'
import type { Monaco } from './api.ts'

/** Extends Monaco's grammar: it colours called names and members differently. Keywords keep their colour. */
export function withNames(language: languages.IMonarchLanguage): languages.IMonarchLanguage {
  const names: languages.IMonarchLanguageRule[] = [
    [/\.\.\./, 'delimiter'],
    [/(\??\.)(#?[a-z_$][\w$]*)(?=\s*[(`])/, ['delimiter', 'function']],
    [/(\??\.)(#?[a-z_$][\w$]*)/, ['delimiter', 'property']],
    [/#?[a-z_$][\w$]*(?=\()/, { cases: { '@keywords': 'keyword', '@default': 'function' } }],
  ]
  const tokenizer = language.tokenizer as Record<string, languages.IMonarchLanguageRule[]>
  return { ...language, tokenizer: { ...tokenizer, common: [...names, ...tokenizer.common!] } }
}

export function colourNames(monaco: Monaco): void {
  monaco.languages.setMonarchTokensProvider('typescript', withNames(typescript))
  monaco.languages.setMonarchTokensProvider('javascript', withNames(javascript))
}
