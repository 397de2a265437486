import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Writes bytes that are not random to such a file, unless it exists. */
export async function writeSecret(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const path = join(folder, name)
  const temp = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  {
    await using file = await open(temp, 'wx', 0o600)
    await file.writeFile(Buffer.from(bytes).toString('hex'))
    await file.sync()
  }
  await link(temp, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(temp)
}

/**
 * 32 random bytes in a file with mode 0600. The first start creates it, and it never changes. When two processes create
 * it at once, link(2) lets one succeed and the other reads that file.
 */
export async function secretFile(folder: string, name: string): Promise<Buffer> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, name)
  const known = await readFile(path, 'utf8').catch(ifMissing)
  if (known) return Buffer.from(known.trim(), 'hex')

  await writeSecret(folder, name, randomBytes(32))
  return Buffer.from((await readFile(path, 'utf8')).trim(), 'hex')
}

function ifMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
