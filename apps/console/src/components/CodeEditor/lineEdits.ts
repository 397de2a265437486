import { diffPatch } from 'node-diff3'

/** A replacement of whole lines, 1-based: from the start of one to the start, or the end, of another. */
export interface LineEdit {
  from: { line: number; column: number }
  to: { line: number; column: number }
  text: string
}

/** How to make one text from another by replacing only lines that differ, so that the cursor keeps its place elsewhere. */
export function lineEdits(before: string, after: string): LineEdit[] {
  const lines = before.split('\n')
  const start = (line: number) => ({ line, column: 1 })
  const end = (line: number) => ({ line, column: lines[line - 1]!.length + 1 })
  return diffPatch(lines, after.split('\n')).map(({ buffer1: { offset, length }, buffer2: { chunk } }) => {
    const text = chunk.join('\n')
    if (offset + length < lines.length)
      return { from: start(offset + 1), to: start(offset + length + 1), text: chunk.length > 0 ? `${text}\n` : '' }
    // The last lines: no line follows whose start would end the range.
    if (offset === 0) return { from: start(1), to: end(lines.length), text }
    return { from: end(offset), to: end(lines.length), text: chunk.length > 0 ? `\n${text}` : '' }
  })
}
