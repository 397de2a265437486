import { open } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import type { BundlePlace } from './bundle-place.ts'

/** A thread that reads source maps: posts for each place of a bundle its author's file, line and column, or null. */
const { places, taskFolder } = workerData as { places: BundlePlace[]; taskFolder: string }
const MAX_MAP_BYTES = 8 * 1024 * 1024

const maps = new Map<string, SourceMap | null>()
const originals: (string | null)[] = []
for (const { below, line, column } of places) {
  if (!maps.has(below)) maps.set(below, below.split('/').includes('..') ? null : await readMap(below))
  const entry = maps.get(below)?.findEntry(line - 1, column - 1)
  const found = entry !== undefined && 'originalSource' in entry
  originals.push(
    found ? `${join(below, '..', entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}` : null,
  )
}
parentPort!.postMessage(originals)

async function readMap(below: string): Promise<SourceMap | null> {
  try {
    await using file = await open(join(taskFolder, `${below}.map`))
    if ((await file.stat()).size > MAX_MAP_BYTES) return null
    return new SourceMap(JSON.parse(await file.readFile('utf8')))
  } catch {
    return null
  }
}
