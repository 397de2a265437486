import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Runtime } from '@alcove/contract'
import { javaClasses } from '../java-classes.ts'

/** Cases that every language must handle alike, written in each and run in this machine's sandbox. */
export interface Language {
  handler: string
  files(): Promise<Record<string, string | Uint8Array>>
  /** Matches the position of the error in the author's source. */
  stack: RegExp
  errorName: string
  /** How the report names a process that the function ends itself: `ProcessExit` if the runtime can announce it. */
  exit: 'ProcessExit' | 'ProcessCrash'
  /** Whether there is a logger with levels besides the two streams. */
  levels: boolean
  /** Whether the function's process holds the control channel. */
  channel: boolean
}

const source = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8')

const NODE: Language = {
  handler: 'cases.handler',
  files: async () => ({ 'cases.mjs': source('cases.mjs') }),
  stack: /at fail \(\/var\/task\/cases\.mjs:\d+:\d+\)/,
  errorName: 'RangeError',
  exit: 'ProcessExit',
  levels: true,
  channel: true,
}

export const LANGUAGES: Record<Runtime, Language> = {
  nodejs24: NODE,
  nodejs22: NODE,
  nodejs26: NODE,
  python3: {
    handler: 'cases.handler',
    files: async () => ({ 'cases.py': source('cases.py') }),
    stack: /File "\/var\/task\/cases\.py", line \d+, in fail\n {4}raise OrderError/,
    errorName: 'OrderError',
    exit: 'ProcessExit',
    levels: true,
    channel: true,
  },
  java17: {
    handler: 'Cases.handle',
    files: () => javaClasses({ 'Cases.java': source('Cases.java') }),
    stack: /at Cases\.fail\(Cases\.java:\d+\)\n\tat Cases\.handle\(Cases\.java:\d+\)$/,
    errorName: 'java.lang.IllegalStateException',
    exit: 'ProcessCrash',
    levels: true,
    channel: true,
  },
  custom: {
    handler: 'cases.handler',
    files: async () => ({ bootstrap: source('bootstrap.py'), 'cases.py': source('cases.py') }),
    stack: /File "\/var\/task\/cases\.py", line \d+, in fail\n {4}raise OrderError/,
    errorName: 'OrderError',
    exit: 'ProcessExit',
    levels: false,
    channel: false,
  },
}
