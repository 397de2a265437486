import { format, type SqlLanguage } from 'sql-formatter'
import { SyntaxProblem, type Tool } from './tool.ts'

/** A file does not say which database it is for: the first dialect that reads it decides. */
const DIALECTS: readonly SqlLanguage[] = ['postgresql', 'mysql', 'sqlite', 'sql']

/** "Parse error: Unexpected "::text" at line 1 column 9.", or "Parse error at token: «EOF» at line 1 column 6". */
const PLACE = /^Parse error(?:: | at token: )(.*) at line (\d+) column (\d+)/s

function problemOf(error: Error): SyntaxProblem {
  const [, what, line, column] = PLACE.exec(error.message) ?? []
  if (what === undefined) return new SyntaxProblem(error.message.split('\n', 1)[0]!)
  const message = what.startsWith('Unexpected') ? what : `Unexpected ${what}`
  return new SyntaxProblem(message, { line: Number(line), column: Number(column) })
}

/** No check: a dialect that no parser here knows is not an error. */
export const sql: Tool = {
  format: async (text, tabWidth) => {
    let first: Error | undefined
    for (const language of DIALECTS) {
      try {
        return `${format(text, { language, tabWidth })}\n`
      } catch (error) {
        first ??= error as Error
      }
    }
    throw problemOf(first!)
  },
}
