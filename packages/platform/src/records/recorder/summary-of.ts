import type { InvocationRecord } from '@alcove/contract'

const MAX_CHARACTERS = 200

/** One line about a call for lists: its error, or else what it returned. */
export function summaryOf({ report, output }: InvocationRecord): string {
  if (report.error) return oneLine(`${report.error.name}: ${report.error.message}`)
  if (!output) return ''
  return output.encoding === 'utf8' ? oneLine(output.text) : `${output.bytes} bytes`
}

function oneLine(text: string): string {
  // Cut first: an output may be long, and only its beginning is shown.
  const line = text
    .slice(0, MAX_CHARACTERS * 4)
    .replaceAll(/\s+/g, ' ')
    .trim()
  return line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS - 1)}…` : line
}
