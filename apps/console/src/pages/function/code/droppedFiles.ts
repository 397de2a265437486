import { LIMITS } from '@alcove/contract'
import type { FileContent } from '../files/files.ts'
import { isLeftOut } from './folder.ts'

export interface DroppedFile {
  path: string
  file: File
}

/** Files and folders that were dropped. Call it within the event: the browser forgets its entries afterwards. */
export async function droppedFiles(items: DataTransferItemList): Promise<DroppedFile[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? item.getAsFile() ?? [])
  const found = entries.map((entry) => (entry instanceof File ? [{ path: entry.name, file: entry }] : below(entry, '')))
  return (await Promise.all(found)).flat()
}

async function below(entry: FileSystemEntry, folder: string): Promise<DroppedFile[]> {
  const path = folder + entry.name
  if (isLeftOut(path)) return []
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return [{ path, file }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: FileSystemEntry[] = []
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- a reader gives up to 100 entries at a time
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) break
    found.push(...some)
    if (found.length > LIMITS.shownFiles) break
  }
  return (await Promise.all(found.map((child) => below(child, `${path}/`)))).flat()
}

/** Text where the bytes are UTF-8, else base64. */
export async function contentOf(file: File): Promise<FileContent> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // Not text.
  }
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return { base64: btoa(binary) }
}
