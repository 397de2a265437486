import type { Engine } from '@alcove/engine'
import { sampleLoad, type Platform } from '@alcove/platform'

const MINUTE_MS = 60_000

/** Samples instances and waiting tasks for the metrics, once in each minute. */
export function sampleLoadEachMinute(platform: Platform, engine: Engine): Disposable {
  let timer: NodeJS.Timeout
  const wait = () => {
    timer = setTimeout(() => void sample(), MINUTE_MS - (platform.clock.now() % MINUTE_MS))
    timer.unref()
  }
  async function sample(): Promise<void> {
    wait()
    try {
      await sampleLoad(platform, engine.instances())
    } catch (error) {
      platform.log({ level: 'warn', message: 'Instances and tasks were not counted for this minute', error })
    }
  }
  wait()
  return { [Symbol.dispose]: () => clearTimeout(timer) }
}
