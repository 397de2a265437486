import type { ExecutionError } from '@alcove/contract'

const FRAMES = /^(?:\s+(?:at |File ")|Caused by: )/m

/** The stack without its first lines, which repeat name and message. Null: there is nothing else. */
export function stackFrames({ name, message, stack = '' }: ExecutionError): string | null {
  const first = stack.search(FRAMES)
  // Custom runtimes write places in any form.
  const head = `${name}: ${message}`
  const from = first >= 0 ? first : stack.startsWith(head) ? head.length : 0
  const frames = stack.slice(from).replaceAll(/^\s+/gm, '').trim()
  return frames === '' ? null : frames
}
