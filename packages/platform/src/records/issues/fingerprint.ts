import { hash } from 'node:crypto'

export interface ErrorShape {
  /** The same for all errors of one issue. */
  fingerprint: string
  /** The frames of the function's own code that were on top, at most `FRAMES`. */
  frames: string[]
}

/** Longer texts differ in their beginnings, or are not worth telling apart. */
const CHARACTERS = 8_000
const MESSAGE_CHARACTERS = 400
const FRAMES = 3

/**
 * What errors of one cause have in common: their type, their message without what differs from call to call, and where
 * in the code they were thrown. Lines and columns are left out: an edit further up moves them.
 */
export function shapeOf(error: { name: string; message: string; stack?: string | undefined }): ErrorShape {
  const frames = framesOf((error.stack ?? '').slice(0, CHARACTERS))
  const places = frames.map((frame) => frame.replace(/:\d+(:\d+)?\)?$/, ''))
  const text = [error.name, messageShape(error.message.slice(0, MESSAGE_CHARACTERS)), ...places].join('\n')
  return { fingerprint: hash('sha256', text, 'hex').slice(0, 32), frames }
}

/** A message without quoted parts, ids, addresses and numbers. */
export function messageShape(message: string): string {
  return message
    .replaceAll(/"[^"\n]*"|'[^'\n]*'|`[^`\n]*`/g, '"…"')
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>')
    .replaceAll(/\b(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{12,}\b/gi, '<id>')
    .replaceAll(/\b0x[0-9a-f]+\b|\d+(?:[.,:]\d+)*/gi, '<n>')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** Lines of a stack of JavaScript, Python or Java, without those of the runtime. */
function framesOf(stack: string): string[] {
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(at |File ")/.test(line) && !/\bnode:|node_modules|alcove[_.]guest|<anonymous>\)?$/.test(line))
    .map((line) => line.slice(0, 200))
    .slice(0, FRAMES)
}
