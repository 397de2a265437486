declare module 'monaco-editor/languages/definitions/javascript/javascript' {
  import type { languages } from 'monaco-editor/editor'
  export const language: languages.IMonarchLanguage
}
declare module 'monaco-editor/languages/definitions/typescript/typescript' {
  import type { languages } from 'monaco-editor/editor'
  export const conf: languages.LanguageConfiguration
  export const language: languages.IMonarchLanguage
}
declare module 'monaco-editor/languages/features/typescript/ts.worker' {
  /** The host of the language service, in the worker. */
  export class TypeScriptWorker {
    getScriptKind(fileName: string): number
  }
}
