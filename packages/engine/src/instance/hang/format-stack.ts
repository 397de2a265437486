import { open } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { InnerPaths } from '../../sandbox/sandbox.ts'

/** Lines and columns count from 1. */
export interface Frame {
  name: string
  url: string
  line: number
  column: number
}

const TASK = '/var/task'
/** Modules that we bundled end like this. Their source map lies beside them. */
const BUNDLE = '.alcove.mjs'
const MAX_MAP_BYTES = 8 * 1024 * 1024
const MAX_STACK = 32 * 1024

/** Formats frames for the author: no runtime internals, paths below /var/task, lines of the original TypeScript. */
export async function formatStack(frames: Frame[], inner: InnerPaths, taskFolder: string): Promise<string | null> {
  const maps = new Map<string, SourceMap | null>()
  const lines: string[] = []
  for (const frame of frames) {
    const path = frame.url.replace(/^file:\/\//, '')
    if (path === '' || path.startsWith('node:') || path.startsWith(`${inner.guest}/`)) continue
    const below = relativeTo(path, [inner.task, taskFolder])
    const at = below === null ? null : await original(below, frame, taskFolder, maps)
    const shown = at ?? `${below === null ? path : `${TASK}/${below}`}:${frame.line}:${frame.column}`
    lines.push(`    at ${frame.name === '' ? '<anonymous>' : frame.name} (${stripVTControlCharacters(shown)})`)
  }
  return lines.length === 0 ? null : lines.join('\n').slice(0, MAX_STACK)
}

/** The process driver has no containers: its code lies at the host path. */
function relativeTo(path: string, folders: readonly string[]): string | null {
  const folder = folders.find((one) => path.startsWith(`${one}/`))
  return folder === undefined ? null : path.slice(folder.length + 1)
}

async function original(
  below: string,
  frame: Frame,
  taskFolder: string,
  maps: Map<string, SourceMap | null>,
): Promise<string | null> {
  if (!below.endsWith(BUNDLE) || below.split('/').includes('..')) return null
  if (!maps.has(below)) maps.set(below, await readMap(join(taskFolder, `${below}.map`)))
  const entry = maps.get(below)?.findEntry(frame.line - 1, frame.column - 1)
  if (entry === undefined || !('originalSource' in entry)) return null
  const folder = below.includes('/') ? below.slice(0, below.lastIndexOf('/')) : ''
  return `${join(TASK, folder, entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
}

async function readMap(path: string): Promise<SourceMap | null> {
  try {
    await using file = await open(path)
    if ((await file.stat()).size > MAX_MAP_BYTES) return null
    return new SourceMap(JSON.parse(await file.readFile('utf8')))
  } catch {
    return null
  }
}
