import type { FileContent } from '../files/files.ts'

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
