import { CloudEvent, EVENT_LIMITS, type FieldError } from '@alcove/contract'
import { fieldErrorsOf, validationFailed } from '../errors.ts'

const ERRORS_SHOWN = 50

/**
 * Events that are valid by CloudEvents 1.0.
 * @param prefix of the names of fields in errors: those of headers begin with `ce-`
 * @throws {AlcoveError} ValidationFailed with each field that is wrong; of several events with their numbers
 */
export function checkedEvents(given: readonly unknown[], prefix = ''): CloudEvent[] {
  const errors: FieldError[] = []
  const events = given.flatMap((one, index) => {
    const at = given.length === 1 ? [] : [String(index)]
    const under = (path: string) => [...at, ...(path === '' ? [] : [prefix + path])].join('.')
    if (typeof one === 'object' && one !== null && Object.hasOwn(one, '__proto__')) {
      errors.push({ path: under('__proto__'), message: 'No attribute can have this name' })
      return []
    }
    const result = CloudEvent.safeParse(withoutNulls(one))
    if (!result.success) {
      errors.push(...fieldErrorsOf(result.error.issues).map(({ path, message }) => ({ path: under(path), message })))
      return []
    }
    if (Buffer.byteLength(JSON.stringify(result.data)) > EVENT_LIMITS.bytes) {
      errors.push({ path: under(''), message: `An event may have at most ${EVENT_LIMITS.bytes / 1024} KiB as JSON` })
    }
    return [result.data]
  })
  if (errors.length > 0) throw validationFailed(errors.slice(0, ERRORS_SHOWN))
  return events
}

/** An attribute that is null is one that is left out (JSON format 1.0.2, section 2.2); data may be null. */
function withoutNulls(event: unknown): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return event
  return Object.fromEntries(Object.entries(event).filter(([name, value]) => value !== null || name === 'data'))
}
