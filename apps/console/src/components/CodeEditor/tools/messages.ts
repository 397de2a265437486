import type { FormattedLanguage } from './languages.ts'
import type { Finding } from './tool.ts'

/** To the worker. */
export interface Question {
  id: number
  verb: 'format' | 'check'
  language: FormattedLanguage
  text: string
  indent: number
}

/** From the worker. */
export type Answer = { id: number } & (
  | { kind: 'formatted'; text: string }
  | { kind: 'checked'; findings: Finding[] }
  /** The code cannot be parsed. */
  | { kind: 'syntax'; message: string; line?: number | undefined; column?: number | undefined }
  /** The tool itself failed. */
  | { kind: 'failed'; message: string }
)
