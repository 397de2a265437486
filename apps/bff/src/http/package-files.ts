import type { Context } from 'hono'
import { getMimeType } from 'hono/utils/mime'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Env } from './request.ts'

const COMPRESSIBLE = /\.(css|html|js|json|svg)$/
/** The best two levels take ten times as long for 5 %. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
/** The better one first. Over plain HTTP browsers take gzip alone. */
const ENCODINGS: Record<string, (content: Buffer) => Promise<Buffer>> = {
  br: (content) => promisify(brotliCompress)(content, BROTLI),
  gzip: (content) => promisify(gzip)(content),
}

/**
 * Sends files of a package in node_modules, which come uncompressed. Each is compressed when it is first asked for, and
 * kept in memory: only names of files that the package has are, so there is an end to them.
 */
export function packageFiles(folder: string) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const names = new Set(entries.map(({ parentPath, name }) => relative(folder, join(parentPath, name))))
  const compressed = new Map<string, Promise<Buffer>>()

  function contentOf(name: string, encoding: string | undefined): Promise<Buffer> {
    const path = join(folder, name)
    if (!encoding) return readFile(path)
    const key = `${encoding} ${name}`
    const kept = compressed.get(key)
    if (kept) return kept
    const content = readFile(path).then(ENCODINGS[encoding])
    compressed.set(key, content)
    content.catch(() => compressed.delete(key))
    return content
  }

  return async (c: Context<Env>, name: string, headers: Record<string, string>): Promise<Response> => {
    if (!names.has(name)) return c.notFound()
    const taken = new Set(
      c.req
        .header('accept-encoding')
        ?.split(',')
        .map((each) => each.trim()),
    )
    const encoding = COMPRESSIBLE.test(name) ? Object.keys(ENCODINGS).find((each) => taken.has(each)) : undefined
    return c.body(new Uint8Array(await contentOf(name, encoding)), 200, {
      'Content-Type': getMimeType(name) ?? 'application/octet-stream',
      Vary: 'Accept-Encoding',
      ...(encoding && { 'Content-Encoding': encoding }),
      ...headers,
    })
  }
}
