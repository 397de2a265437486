import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { InnerPaths } from '../../sandbox/sandbox.ts'
import { inThread } from '../../threads/in-thread.ts'
import { BUNDLE, type BundlePlace } from './bundle-place.ts'

/** Lines and columns count from 1. */
export interface Frame {
  name: string
  url: string
  line: number
  column: number
}

const TASK = '/var/task'
const MAX_STACK = 32 * 1024
/** A package may hold source maps that its author made to be slow or large. */
const MAP_LIMITS = { ms: 10_000, memoryMb: 192 }
const MAP_MODULE = new URL('./original-places.ts', import.meta.url)

/** Formats frames for the author: no runtime internals, paths below /var/task, lines of the original TypeScript. */
export async function formatStack(frames: Frame[], inner: InnerPaths, taskFolder: string): Promise<string | null> {
  const own = frames.map((frame) => ({ ...frame, path: frame.url.replace(/^file:\/\//, '') }))
  const shown = own.filter(({ path }) => !path.startsWith('node:') && !path.startsWith(`${inner.guest}/`))
  const places = shown.map(({ path, line, column }) => ({
    below: relativeTo(path, [inner.task, taskFolder]),
    line,
    column,
  }))
  const originals = await originalPlaces(
    places.flatMap(({ below, ...at }) => (below?.endsWith(BUNDLE) === true ? [{ below, ...at }] : [])),
    taskFolder,
  )
  const lines = shown.map(({ name, path, line, column }, index) => {
    const { below } = places[index]!
    // Code from a string has no path.
    const file = below === null ? path || '<anonymous>' : `${TASK}/${below}`
    const at = (below?.endsWith(BUNDLE) === true ? originals.shift() : null) ?? `${file}:${line}:${column}`
    return `    at ${name === '' ? '<anonymous>' : name} (${stripVTControlCharacters(at)})`
  })
  return lines.length === 0 ? null : lines.join('\n').slice(0, MAX_STACK)
}

/** The process driver has no containers: its code lies at the host path. */
function relativeTo(path: string, folders: readonly string[]): string | null {
  const folder = folders.find((one) => path.startsWith(`${one}/`))
  return folder === undefined ? null : path.slice(folder.length + 1)
}

/** Where each place is in the author's files. Empty when the source maps take too much to read. */
async function originalPlaces(places: BundlePlace[], taskFolder: string): Promise<(string | null)[]> {
  if (places.length === 0) return []
  const read = await inThread<(string | null)[]>(MAP_MODULE, { places, taskFolder }, MAP_LIMITS)
  return 'answer' in read ? read.answer.map((place) => (place === null ? null : join(TASK, place))) : []
}
