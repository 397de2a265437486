import type { ExecutionError } from '@alcove/contract'
import { cleanText } from '../../records/recorder/clean-text.ts'

const MAX = 200

/** Equal for failures of one kind: their messages differ in numbers and ids only. */
export function errorKeyOf({ name, message }: ExecutionError): string {
  const line = `${name}: ${message}`.slice(0, 4 * MAX).split('\n', 1)[0]!
  return cleanText(line.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/gi, '#').slice(0, MAX))
}
