import type { Files } from '@alcove/contract'
import { isText } from '../files/files.ts'

export interface FileQuery {
  text: string
  matchCase: boolean
  wholeWord: boolean
  regex: boolean
}

export interface Match {
  path: string
  /** From 1, as the editor counts. */
  line: number
  column: number
  /** The line, and where in it the match is. */
  text: string
  length: number
}

export const MOST_MATCHES = 2_000

/** The query as an expression; null when it is empty, a message when it is not one. */
export function patternOf({ text, matchCase, wholeWord, regex }: FileQuery): RegExp | string | null {
  if (text === '') return null
  const source = regex ? text : text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  try {
    // No `\b`: it needs a Latin letter on one side, and finds no Chinese. `m` lets `$` match before the `\r` of CRLF.
    return new RegExp(wholeWord ? String.raw`(?<!\w)(?:${source})(?!\w)` : source, matchCase ? 'gm' : 'gim')
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Matches within lines, by file, the first {@link MOST_MATCHES}. */
export function searchFiles(files: Files, pattern: RegExp): Match[] {
  const found: Match[] = []
  for (const path of Object.keys(files).toSorted()) {
    const content = files[path]
    if (!isText(content)) continue
    for (const [index, text] of content.split('\n').entries()) {
      for (const { 0: hit, index: at } of text.matchAll(pattern)) {
        if (hit === '') continue
        found.push({ path, line: index + 1, column: at + 1, text, length: hit.length })
        if (found.length === MOST_MATCHES) return found
      }
    }
  }
  return found
}

/** These files with every match replaced. Only an expression has `$1`; other text is put as it is. */
export function replaceInFiles(
  files: Files,
  paths: readonly string[],
  pattern: RegExp,
  put: string,
  regex: boolean,
): Files {
  const after = { ...files }
  for (const path of paths) {
    const content = files[path]
    if (!isText(content)) continue
    const lines = content.split('\n')
    after[path] = lines
      .map((line) => (regex ? replaceInLine(line, pattern, put) : line.replaceAll(pattern, () => put)))
      .join('\n')
  }
  return after
}

/** These files with one match replaced. */
export function replaceMatch(
  files: Files,
  { path, line, column }: Match,
  pattern: RegExp,
  put: string,
  regex: boolean,
) {
  const lines = (files[path] as string).split('\n')
  const sticky = new RegExp(pattern.source, pattern.flags.replace('g', 'y'))
  sticky.lastIndex = column - 1
  lines[line - 1] = regex ? lines[line - 1]!.replace(sticky, put) : lines[line - 1]!.replace(sticky, () => put)
  return { ...files, [path]: lines.join('\n') }
}

/** Replaces the matches that `searchFiles` finds: an expression such as `a*` also matches nothing between characters. */
function replaceInLine(line: string, pattern: RegExp, put: string): string {
  const matches = [...line.matchAll(pattern)]
  if (matches.every(([hit]) => hit !== '')) return line.replaceAll(pattern, put)
  const sticky = new RegExp(pattern.source, pattern.flags.replace('g', 'y'))
  let replaced = ''
  let end = 0
  for (const { 0: hit, index: at } of matches) {
    if (hit === '') continue
    sticky.lastIndex = at
    const rest = line.slice(at + hit.length)
    const here = line.replace(sticky, put)
    replaced += line.slice(end, at) + here.slice(at, here.length - rest.length)
    end = at + hit.length
  }
  return replaced + line.slice(end)
}
