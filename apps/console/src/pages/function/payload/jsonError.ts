import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser'
import { translate } from '../../../i18n/index.ts'

/** What is wrong with a text as JSON, and where, in words of our own: browsers say it each in their own English. */
export function jsonError(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch {
    const first = firstError(text)
    return first === null
      ? translate('json.other')
      : translate('json.at', { ...placeOf(text, first.offset), what: wordsOf(first) })
  }
}

/** Beyond this, in UTF-16 code units, the place is not looked for while typing. */
const LONGEST = 200_000

function firstError(text: string): ParseError | null {
  if (text.length > LONGEST) return null
  const errors: ParseError[] = []
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false })
  } catch {
    // Nested deeper than the parser can follow.
    return null
  }
  return errors[0] ?? null
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length, column: lines.at(-1)!.length + 1 }
}

function wordsOf({ error }: ParseError): string {
  const name = printParseErrorCode(error)
  return translate(name === '<unknown ParseErrorCode>' ? 'json.other' : `json.${name}`)
}
