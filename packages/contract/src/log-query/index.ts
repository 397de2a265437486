export { EVERY_LINE, type LogFilter, type TextMatch } from './filter.ts'
export { fieldsOf, jsonObjectOf } from './json-fields.ts'
export { lineMatcher } from './match-line.ts'
export {
  LOG_QUERY_LIMITS,
  parseLogQuery,
  type LogQueryError,
  type LogQueryProblem,
  type ParsedLogQuery,
} from './parse-log-query.ts'
export { tokensOf, type Token as LogQueryToken } from './tokens.ts'
export { indexedWords, isAscii, searchableText, wordsToFind, type IndexWord } from './words.ts'
