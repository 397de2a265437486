import { execFile } from 'node:child_process'
import { open, rename, rm, truncate } from 'node:fs/promises'
import { promisify } from 'node:util'
import { INNER_UID } from '../sandbox/oci/container-spec.ts'

const run = promisify(execFile)
const MB = 1024 * 1024
const BLOCK = 4096

/** From ext4's superblock, 1,024 bytes into the file. */
export interface ImageFacts {
  sizeMb: number
  /** As of the last unmount. */
  usedMb: number
}

/** Image size that leaves about the quota for files: inodes take a fiftieth, the journal four blocks per MiB. */
export function imageMb(quotaMb: number): number {
  return quotaMb + Math.ceil(quotaMb / 50) + 5
}

/** Creates a sparse image. One inode per 16 KiB limits the number of files as well. */
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

/** Call it only while the image is not mounted. @throws when the contents do not fit */
export async function resizeImage(path: string, sizeMb: number): Promise<void> {
  const { sizeMb: before } = await readImage(path)
  if (sizeMb > before) await truncate(path, sizeMb * MB)
  // Exit code 1 means that errors were found and corrected.
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

/** Whether this machine has the ext4 programs. */
export async function canMakeImages(): Promise<boolean> {
  // Without arguments they print a usage or version and may fail. Only a missing program matters.
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

/** Not every PATH contains the folders of administration programs. */
const TOOLS = { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` }
