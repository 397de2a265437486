import type { RecordedPayload } from '@alcove/contract'
import type { InvocationExtras } from '../../database/schema/index.ts'

/** What was recorded of an input or output. Only what is cut or no text has its size recorded. */
export function payloadOf(text: string | null, size: InvocationExtras['input']): RecordedPayload | null {
  // Recorded before it had a column, the text is among the extras.
  if (size) return { text: text ?? '', ...size }
  return text === null ? null : { text, encoding: 'utf8', bytes: Buffer.byteLength(text), truncated: false }
}
