import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CLEAN_ENVIRONMENT } from './child.ts'
import type { RequestOptions } from './http-client.ts'
import type { Load } from './load-child.ts'

const GENERATOR = join(import.meta.dirname, 'load-child.ts')
const run = promisify(execFile)

/**
 * Keeps `connections` requests in flight for `milliseconds`, from a separate process.
 * @throws the first response that was neither 200 nor 202
 */
export async function load(
  url: string,
  connections: number,
  milliseconds: number,
  request: RequestOptions = {},
): Promise<Load> {
  try {
    const args = [url, String(connections), String(milliseconds), JSON.stringify(request)]
    const { stdout } = await run(process.execPath, [GENERATOR, ...args], { env: CLEAN_ENVIRONMENT })
    return JSON.parse(stdout) as Load
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string }
    throw new Error(`Under load: ${/^Error: (.*)/m.exec(stderr)?.[1] ?? (error as Error).message}`, { cause: error })
  }
}
