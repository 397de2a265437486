import { open } from 'node:fs/promises'

/** Resolves when the bytes are on the disk and not only in the page cache. */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await using file = await open(path, 'wx', 0o600)
  await file.writeFile(bytes)
  await file.sync()
}

/**
 * A rename or new file is durable only once its folder is synced: fsync(2), "Calling fsync() does not necessarily…".
 */
export async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, 'r')
  await folder.sync()
}
