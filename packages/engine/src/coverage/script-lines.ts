import type { FileCoverage } from '@alcove/contract'
import { parse, type Program } from 'acorn'
import { convert } from 'ast-v8-to-istanbul'
import { posix } from 'node:path'
import { z } from 'zod'
import { linesOf } from './lines-of.ts'

export interface Script {
  /** Below the task folder. */
  file: string
  code: string
  /** Its source map as JSON text; null: it runs as its author wrote it. */
  map: string | null
  /** What ran, once for each report: begin, end and whether it ran (1 or 0), range after range. */
  reports: readonly (readonly number[])[]
}

const ROOT = '/task/'

const SourceMap = z.object({
  version: z.literal(3),
  sourceRoot: z.string().nullish(),
  sources: z.array(z.string()).max(20_000),
  sourcesContent: z.array(z.string().nullable()).nullish(),
  mappings: z.string(),
})

/** Which lines of its author's files ran. @throws on code or a source map that cannot be read */
export async function scriptLines({ file, code, map, reports }: Script): Promise<FileCoverage[]> {
  const byPath = await convert<unknown, unknown>({
    // The library would read whatever file this comment names.
    code: code.replaceAll('sourceMappingURL=', 'sourceMappingURL:'),
    coverage: {
      url: `file://${encodeURI(ROOT + file)}`,
      functions: [{ functionName: '', isBlockCoverage: true, ranges: rangesOf(painted(code.length, reports)) }],
    },
    ast: parsed(code),
    ...(map !== null && { sourceMap: readMap(map) }),
  })
  return Object.entries(byPath).flatMap(([path, { statementMap, s: runs }]) => {
    const name = posix.relative(ROOT, path)
    if (name.startsWith('..') || name.includes('node_modules/')) return []
    const statements = Object.entries(statementMap)
    const ran = statements.filter(([id]) => (runs[id] ?? 0) > 0)
    const lineOf = ([, { start }]: (typeof statements)[number]) => start.line
    return linesOf(name, statements.map(lineOf), ran.map(lineOf))
  })
}

function parsed(code: string): Program {
  const options = { ecmaVersion: 'latest', allowHashBang: true } as const
  try {
    return parse(code, { ...options, sourceType: 'module' })
  } catch {
    return parse(code, { ...options, sourceType: 'script', allowReturnOutsideFunction: true })
  }
}

function readMap(text: string) {
  const { sourceRoot, sourcesContent, ...map } = SourceMap.parse(JSON.parse(text))
  return {
    ...map,
    names: [],
    sourceRoot: sourceRoot ?? undefined,
    // The library would read files that the map does not contain.
    sourcesContent: map.sources.map((_, at) => sourcesContent?.[at] ?? ''),
  }
}

/** Which characters ran in any of the reports. V8 says it of functions and of blocks inside: inner ones count. */
function painted(length: number, reports: Script['reports']): Uint8Array {
  const all = new Uint8Array(length)
  for (const report of reports) {
    const one = new Uint8Array(length)
    const ranges = Array.from({ length: Math.floor(report.length / 3) }, (_, at) => report.slice(at * 3, at * 3 + 3))
    const outerFirst = ranges.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || d - b)
    for (const [begin, end, ran] of outerFirst) one.fill(ran === 0 ? 0 : 1, begin, end)
    for (let at = 0; at < length; at += 1) all[at]! |= one[at]!
  }
  return all
}

function rangesOf(ran: Uint8Array) {
  const ranges: { startOffset: number; endOffset: number; count: number }[] = []
  let startOffset = 0
  for (let at = 1; at <= ran.length; at += 1) {
    if (at < ran.length && ran[at] === ran[startOffset]) continue
    ranges.push({ startOffset, endOffset: at, count: ran[startOffset]! })
    startOffset = at
  }
  return ranges
}
