import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const COMPRESSIBLE = /\.(css|js|ttf|wasm)$/
/** A smaller file takes one packet either way. */
const SMALLEST = 1024
/** The best two levels of brotli take ten times as long for 5 %. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

/** Writes brotli and gzip beside each asset; the server sends what the browser takes. Over plain HTTP that is gzip. */
export const precompress: Plugin = {
  name: 'precompress',
  writeBundle({ dir }, bundle) {
    for (const name of Object.keys(bundle).filter((each) => COMPRESSIBLE.test(each))) {
      const path = join(dir!, name)
      const content = readFileSync(path)
      if (content.length < SMALLEST) continue
      writeFileSync(`${path}.br`, brotliCompressSync(content, BROTLI))
      writeFileSync(`${path}.gz`, gzipSync(content))
    }
  },
}
