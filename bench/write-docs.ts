import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const FILE = join(import.meta.dirname, '../docs/performance.md')
const BETWEEN = /(?<=<!-- results: written by `npm run bench -- --write-docs` -->\n)[^]*?(?=\n<!-- end of results -->)/

/** Writes the tables into the document, between its markers. */
export function writeDocs(tables: string): void {
  const text = readFileSync(FILE, 'utf8')
  if (!BETWEEN.test(text)) throw new Error(`${FILE} has no place for the results`)
  writeFileSync(
    FILE,
    text.replace(BETWEEN, () => `\n${tables}\n`),
  )
}
