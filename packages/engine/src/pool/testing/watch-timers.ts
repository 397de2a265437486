import type { Clock, Timer } from '../clock.ts'

/** Keeps the timers that have been set and neither run nor cancelled. */
export function watchTimers(clock: Clock, timers: Set<Timer>): Clock {
  return {
    now: () => clock.now(),
    after: (ms, run) => {
      const timer = clock.after(ms, () => {
        timers.delete(watched)
        run()
      })
      const watched = watch(timer)
      return watched
    },
    every: (ms, run) => watch(clock.every(ms, run)),
  }

  function watch(timer: Timer): Timer {
    const watched = {
      cancel: () => {
        timers.delete(watched)
        timer.cancel()
      },
    }
    timers.add(watched)
    return watched
  }
}
