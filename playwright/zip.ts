import { strToU8, zipSync } from 'fflate'

/** A zip of text files, as a person's archiver makes it. */
export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))))
}
