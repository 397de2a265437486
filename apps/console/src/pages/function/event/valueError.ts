import { kindOf, type Parameter } from '@alcove/contract'
import type { Translate } from '../../../i18n/index.ts'

/** What the form can say about a value before it is sent. The server checks the whole schema. */
export function valueError(t: Translate, { required, schema }: Parameter, value: unknown): string | null {
  if (value === undefined) return required && !('default' in schema) ? t('fn.params.missing') : null
  const { minimum, maximum, minLength, maxLength, pattern } = schema
  if (typeof value === 'string') {
    if (typeof minLength === 'number' && value.length < minLength) return t('fn.params.tooShort', { min: minLength })
    if (typeof maxLength === 'number' && value.length > maxLength) return t('fn.params.tooLong', { max: maxLength })
    if (typeof pattern === 'string' && !matches(pattern, value)) return t('fn.params.noMatch', { pattern })
  }
  const kind = kindOf(schema)
  if (kind === 'integer' && !Number.isInteger(value)) return t('fn.params.notWhole')
  if (kind === 'number' && typeof value !== 'number') return t('fn.params.notNumber')
  if (typeof value === 'number') {
    if (typeof minimum === 'number' && value < minimum) return t('fn.params.tooSmall', { min: minimum })
    if (typeof maximum === 'number' && value > maximum) return t('fn.params.tooLarge', { max: maximum })
  }
  return null
}

/** Patterns run on RE2 in the server: one that the browser does not know is left to it. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch {
    return true
  }
}
