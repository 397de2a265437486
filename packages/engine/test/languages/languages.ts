import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Runtime } from '@alcove/contract'
import { javaClasses } from '../java-classes.ts'

/** What every language must do alike: the same cases, written in each, and run in the sandbox of this machine. */
export interface Language {
  handler: string
  files(): Promise<Record<string, string | Uint8Array>>
  /** Where the error was made, as its author knows the place. */
  stack: RegExp
  errorName: string
  /** A process that the function ends itself: whether the runtime hears of it beforehand. */
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
