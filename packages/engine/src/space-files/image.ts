import { execFile } from 'node:child_process'
import { open, rename, rm, truncate } from 'node:fs/promises'
import { promisify } from 'node:util'
import { INNER_UID } from '../sandbox/oci/container-spec.ts'

const run = promisify(execFile)
const MB = 1024 * 1024
const BLOCK = 4096

/** What ext4 says of itself: its superblock, 1,024 bytes into the file. */
export interface ImageFacts {
  sizeMb: number
  /** As of when it was last unmounted. */
  usedMb: number
}

/** As large as leaves about the quota for files: inodes take a fiftieth, the journal four blocks of a mebibyte. */
export function imageMb(quotaMb: number): number {
  return quotaMb + Math.ceil(quotaMb / 50) + 5
}

/** Takes the space that files take, and no more. One inode per 16 KiB bounds the number of files as well. */
export async function makeImage(path: string, sizeMb: number): Promise<void> {
  const draft = `${path}.draft`
  await rm(draft, { force: true })
  await (await open(draft, 'wx', 0o600)).close()
  await truncate(draft, sizeMb * MB)
  const options = `root_owner=${INNER_UID}:${INNER_UID},lazy_itable_init=1,lazy_journal_init=1,nodiscard`
  const layout = ['-b', String(BLOCK), '-i', '16384', '-m', '0', '-J', 'size=4']
  await run('mkfs.ext4', ['-q', '-F', ...layout, '-E', options, draft], { env: TOOLS })
  await rename(draft, path)
}

/** While nobody has it mounted. @throws when it is to become smaller than what it holds */
export async function resizeImage(path: string, sizeMb: number): Promise<void> {
  const { sizeMb: before } = await readImage(path)
  if (sizeMb > before) await truncate(path, sizeMb * MB)
  // Its exit code is 1 when there was something to mend and it did.
  await run('e2fsck', ['-f', '-p', path], { env: TOOLS }).catch((error: { code?: number }) => {
    if (error.code !== 1) throw error
  })
  await run('resize2fs', [path, `${sizeMb}M`], { env: TOOLS })
  if (sizeMb < before) await truncate(path, sizeMb * MB)
}

export async function readImage(path: string): Promise<ImageFacts> {
  await using file = await open(path, 'r')
  const { buffer: superblock } = await file.read(Buffer.alloc(1024), 0, 1024, 1024)
  const [blocks, free, overhead] = [4, 12, 0x248].map((offset) => superblock.readUInt32LE(offset)) as [
    number,
    number,
    number,
  ]
  return { sizeMb: (blocks * BLOCK) / MB, usedMb: Math.max(0, ((blocks - overhead - free) * BLOCK) / MB) }
}

/** Whether this machine has the programs. */
export async function canMakeImages(): Promise<boolean> {
  // Without arguments each of them says how it is used, or its version, and fails or not: only its absence counts.
  const there = await Promise.all(
    ['mkfs.ext4', 'e2fsck', 'resize2fs'].map((name) =>
      run(name, ['-V'], { env: TOOLS }).then(
        () => true,
        (error: { code?: string | number }) => error.code !== 'ENOENT',
      ),
    ),
  )
  return there.every(Boolean)
}

/** Those of the administrator are not in everybody's path. */
const TOOLS = { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` }
