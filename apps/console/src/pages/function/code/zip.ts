import { Zip, ZipDeflate } from 'fflate'

/** The earliest date in a zip: equal files give equal archives. */
const FIRST_DAY = new Date(1980, 0)

export interface FileToPack {
  /** Relative, "/"-separated. */
  path: string
  content: Blob
}

/** Packs files one after the other and piece by piece, so that none is in memory as a whole. */
export async function zip(files: readonly FileToPack[]): Promise<Blob> {
  const parts: BlobPart[] = []
  const archive = new Zip((error, chunk) => {
    if (error) throw error
    parts.push(chunk as Uint8Array<ArrayBuffer>)
  })
  for (const { path, content } of files) {
    const entry = new ZipDeflate(path)
    entry.mtime = FIRST_DAY
    archive.add(entry)
    const reader = content.stream().getReader()
    // oxlint-disable-next-line no-await-in-loop -- one piece after the other
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) entry.push(piece.value)
    entry.push(new Uint8Array(), true)
  }
  archive.end()
  return new Blob(parts, { type: 'application/zip' })
}
