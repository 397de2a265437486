import type { Engine } from '@alcove/engine'
import { removedAmong, type Platform } from '@alcove/platform'

const EVERY_MS = 3600_000

/** Deletes what this server holds of the files of spaces that were removed for good, here or by another server. */
export async function sweepStorage(platform: Platform, engine: Engine): Promise<void> {
  try {
    const removed = await removedAmong(platform, await engine.storedSpaces())
    for (const id of removed) await engine.removeStorage(id)
  } catch (error) {
    platform.log({ level: 'warn', message: 'Files of removed spaces stay for now; trying again later', error })
  }
}

/** Now and once an hour. */
export function sweepStorageHourly(platform: Platform, engine: Engine): Disposable {
  void sweepStorage(platform, engine)
  const timer = setInterval(() => void sweepStorage(platform, engine), EVERY_MS)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
