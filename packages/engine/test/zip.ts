import { zipSync, strToU8 } from 'fflate'

/** Equal files give equal archives, whenever they are made. */
const MADE_AT = new Date(2020, 0)

/** A code package of these text files. */
export function zipOf(files: Record<string, string | Uint8Array>): Uint8Array {
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [path, typeof content === 'string' ? strToU8(content) : content]),
    ),
    { level: 1, mtime: MADE_AT },
  )
}
