import { AlcoveError, parseLogQuery, type LogFilter, type LogQueryProblem } from '@alcove/contract'

const SENTENCES: Record<LogQueryProblem, string> = {
  unclosedQuote: 'Close the quotation mark',
  unclosedGroup: 'Close the parenthesis',
  unopenedGroup: 'This parenthesis closes nothing: remove it, or put it in quotation marks',
  emptyGroup: 'Put something between the parentheses',
  emptyOr: 'Write something on both sides of "or"',
  emptyNot: 'Write what must not be there right after "-"',
  emptyValue: 'Write a value after the sign, or put the word in quotation marks',
  unknownLevel: 'Levels are trace, debug, info, warn and error',
  unknownVersion: 'Write a version’s number, or draft',
  badInvocation: 'Write the whole id of an invocation',
  notANumber: 'Compare with a number',
  nul: 'Text must not contain NUL characters',
  tooLong: 'Write at most 1,000 characters and 50 terms',
  tooDeep: 'Nest parentheses at most 20 deep',
}

interface LinesOfSpace {
  q?: string | undefined
  function?: string | undefined
}

/** Which lines of a space to read: those that match `q`, of one function or of all. @param text what `q` means */
export function filterOfSpace({ q, function: name }: LinesOfSpace, text: LogFilter = filterOf(q)): LogFilter {
  return name === undefined ? text : { kind: 'and', of: [text, { kind: 'function', names: [name] }] }
}

/** @throws {AlcoveError} ValidationFailed that says what is wrong with the query, and where */
export function filterOf(query: string | undefined): LogFilter {
  const { filter, error } = parseLogQuery(query ?? '')
  if (filter !== null) return filter
  const message = `${SENTENCES[error.problem]} (character ${error.at + 1})`
  throw new AlcoveError('ValidationFailed', message, { errors: [{ path: 'q', message }] })
}
