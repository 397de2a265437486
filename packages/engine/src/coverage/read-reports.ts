import { TEST_LIMITS, type FileCoverage } from '@alcove/contract'
import { lstatSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { linesOf } from './lines-of.ts'
import { scriptLines } from './script-lines.ts'

const MAX_CODE_BYTES = 4 * 1024 * 1024
const MAX_MAP_BYTES = 16 * 1024 * 1024
/** Ranges of all reports of a file. */
const MAX_NUMBERS = 2_000_000

const Whole = z.int().min(0).max(0xffffffff)
const File = z
  .string()
  .max(1024)
  .refine((path) => !path.startsWith('/') && !path.split('/').some((part) => part === '' || part.startsWith('..')))
/** What a guest reports of a file: of V8, or lines. Anything inside the instance can write it. */
const Report = z.union([
  z.object({ file: File, functions: z.array(z.array(Whole)) }),
  z.object({ file: File, lines: z.array(Whole.min(1)), ran: z.array(Whole.min(1)) }),
])
type Report = z.infer<typeof Report>

/** The lines of all reports together. Reports that are wrong, and files that are not in the folder, count for nothing. */
export async function readReports(folder: string, reports: readonly Uint8Array[]): Promise<FileCoverage[]> {
  const byFile = new Map<string, Report[]>()
  for (const report of reports.flatMap(parse)) {
    const before = byFile.get(report.file)
    if (before !== undefined) before.push(report)
    else if (byFile.size < TEST_LIMITS.coveredFiles) byFile.set(report.file, [report])
  }
  const found = new Map<string, FileCoverage>()
  let lines = 0
  for (const [file, of] of byFile) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: each takes much memory
    for (const each of await fileLines(folder, file, of)) {
      lines += each.covered.length + each.uncovered.length
      if (lines > TEST_LIMITS.coveredLines || found.size === TEST_LIMITS.coveredFiles) break
      found.set(each.file, each)
    }
  }
  return [...found.values()].toSorted((one, other) => (one.file < other.file ? -1 : 1))
}

async function fileLines(folder: string, file: string, reports: readonly Report[]): Promise<FileCoverage[]> {
  const code = readInside(folder, file, MAX_CODE_BYTES)
  if (code === null) return []
  const ofV8 = reports.flatMap((each) => ('functions' in each ? [each.functions.flat()] : []))
  if (ofV8.length === 0) {
    const byLine = reports.flatMap((each) => ('lines' in each ? [each] : []))
    return linesOf(
      file,
      byLine.flatMap(({ lines }) => lines),
      byLine.flatMap(({ ran }) => ran),
    )
  }
  if (ofV8.reduce((sum, { length }) => sum + length, 0) > MAX_NUMBERS) return []
  try {
    return await scriptLines({ file, code, map: readInside(folder, `${file}.map`, MAX_MAP_BYTES), reports: ofV8 })
  } catch {
    // The parser cannot read this code or its source map: other files still count.
    return []
  }
}

function parse(bytes: Uint8Array): Report[] {
  try {
    const read = Report.safeParse(JSON.parse(Buffer.from(bytes).toString('utf8')))
    return read.success ? [read.data] : []
  } catch {
    return []
  }
}

/** Code may contain no links out of its folder; a report can name any path. */
function readInside(folder: string, file: string, maxBytes: number): string | null {
  try {
    const path = join(folder, file)
    const facts = lstatSync(path)
    if (!facts.isFile() || facts.size > maxBytes || !realpathSync(path).startsWith(`${realpathSync(folder)}/`))
      return null
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
