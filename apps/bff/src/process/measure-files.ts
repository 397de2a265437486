import type { Engine } from '@alcove/engine'
import { noteSpaceFiles, type Platform } from '@alcove/platform'
import { hostname } from 'node:os'

const EVERY_MS = 60_000
const MIB = 2 ** 20

/** Notes now and every minute what the files of spaces take on this server. */
export function measureFilesEachMinute(platform: Platform, engine: Engine): Disposable {
  const server = `${hostname()} ${engine.home}`
  async function measure(): Promise<void> {
    try {
      const files = await engine.storedMb()
      await noteSpaceFiles(platform, server, new Map([...files].map(([id, mb]) => [id, Math.round(mb * MIB)])))
    } catch (error) {
      platform.log({ level: 'warn', message: 'The files of spaces could not be measured', error })
    }
  }
  void measure()
  const timer = setInterval(() => void measure(), EVERY_MS)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
