import { invalid, LOG_LEVELS, matchesPattern, type LogTriggerConfig, type TriggerLine } from '@alcove/contract'
import { RE2JS } from 're2js'

/** Characters of a line that a regular expression looks at. */
const LOOKED_AT = 8 * 1024
/** Instructions of a compiled expression: the work for each character grows with them. */
const PROGRAM_MAX = 500
/** Repetitions in an expression that is compiled at all: of nothing, sixty thousand of them fit into its length. */
const REPETITIONS_MAX = 10 * PROGRAM_MAX

export type LineMatcher = (line: Pick<TriggerLine, 'level' | 'message'>) => boolean

/**
 * Which lines a trigger is for: those that meet every condition of its configuration. Regular expressions run on RE2,
 * whose time is linear in the text.
 * @throws {AlcoveError} ValidationFailed for a regular expression that is invalid or too large
 */
export function lineMatcher({ pattern, regex, level, fields }: LogTriggerConfig): LineMatcher {
  const least = level === undefined ? 0 : LOG_LEVELS.indexOf(level)
  const expression = regex === undefined ? null : compile(regex)
  return (line) => {
    if (LOG_LEVELS.indexOf(line.level) < least) return false
    if (pattern !== undefined && !line.message.includes(pattern)) return false
    if (fields !== undefined && !matchesPattern(fields, parsed(line.message))) return false
    return expression === null || expression.matcher(line.message.slice(0, LOOKED_AT)).find()
  }
}

function compile(regex: string): RE2JS {
  const tooLarge = invalid('config.regex', 'Is too large: use fewer or smaller repetitions')
  const repetitions = [...regex.matchAll(/\{(\d+)(?:,(\d*))?\}/g)]
  if (repetitions.reduce((sum, [, least, most]) => sum + Number(most || least), 0) > REPETITIONS_MAX) throw tooLarge
  let compiled: RE2JS
  try {
    compiled = RE2JS.compile(regex)
  } catch (error) {
    const reason = (error as Error).message
    throw invalid('config.regex', `Cannot be used (look-around and back references never can): ${reason}`)
  }
  if (compiled.programSize() > PROGRAM_MAX) throw tooLarge
  return compiled
}

/** What is not JSON has no fields. */
function parsed(message: string): unknown {
  const text = message.trimStart()
  if (!text.startsWith('{')) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
