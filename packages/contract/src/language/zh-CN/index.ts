import type { ExecutionError } from '../../errors.ts'
import { translator } from '../translator.ts'
import access from './access.ts'
import calls from './calls.ts'
import code from './code.ts'
import events from './events.ts'
import fields from './fields.ts'
import gateway from './gateway.ts'
import objects from './objects.ts'
import observing from './observing.ts'
import requests from './requests.ts'
import space from './space.ts'
import words from './words.ts'

export { actionInChinese, fieldInChinese, targetInChinese, valueInChinese } from './audit.ts'

/** Every sentence of Alcove for people; a test finds what is missing. */
export const SENTENCES = {
  ...requests,
  ...fields,
  ...access,
  ...space,
  ...code,
  ...calls,
  ...events,
  ...gateway,
  ...objects,
  ...observing,
}

/** A sentence of Alcove in Chinese. Unknown ones, such as what a function said, stay as they are. */
export const inChinese = translator(SENTENCES, words)

/** Names of errors that Alcove itself records for a call. */
const OWN_ERRORS = new Set([
  'Cancelled',
  'HandlerNotFound',
  'LoopDetected',
  'OutOfMemory',
  'ProcessCrash',
  'ProcessExit',
  'ProtocolError',
  'QuotaExceeded',
  'Rejected',
  'ResponseTooLarge',
  'SystemError',
  'Throttled',
  'Timeout',
  'Unavailable',
])

/** What Alcove says of a failed call. What a function throws stays in its own words. */
export const errorInChinese = ({ name, message }: Pick<ExecutionError, 'name' | 'message'>): string =>
  OWN_ERRORS.has(name) || message.startsWith('The function threw ') ? inChinese(message) : message
