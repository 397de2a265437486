import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * The root file system of containers is the same for all engines of a test run, and creating it takes most of a first
 * start. The first engine creates it; later ones get hard links to it.
 */
const SHARED = join(tmpdir(), 'alcove-rootfs')
const rootfsIn = (home: string) => join(home, 'engine/rootfs')

/** Gives an engine that starts in `home` the root file system, if an earlier engine of this run has created it. */
export function linkRootfs(home: string): void {
  if (!existsSync(SHARED) || existsSync(rootfsIn(home))) return
  mkdirSync(join(home, 'engine'), { recursive: true, mode: 0o700 })
  // Hard links cannot lead to another disk.
  if (statSync(home).dev === statSync(SHARED).dev) link(SHARED, rootfsIn(home))
}

/** Keeps the root file system of the engine in `home` for later engines of this run. */
export function keepRootfs(home: string): void {
  if (existsSync(SHARED) || !existsSync(rootfsIn(home)) || statSync(home).dev !== statSync(tmpdir()).dev) return
  const draft = `${SHARED}-${randomUUID()}`
  link(rootfsIn(home), draft)
  try {
    renameSync(draft, SHARED)
  } catch {
    // Another test was first. The run removes the draft at its end.
  }
}

function link(from: string, to: string): void {
  execFileSync('cp', ['--archive', '--link', from, to])
}
