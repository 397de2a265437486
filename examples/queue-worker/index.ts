import type { Handler } from 'alcove'

interface Job {
  order: string
  total: number
}

/**
 * Call it with `Prefer: respond-async`, or from another function with `alcove.invoke(name, job, { async: true })`.
 * A call that throws is tried again, later and later, and ends in the dead letters after the last attempt. The same job
 * may run twice: let a second time do no harm.
 */
export const handler: Handler<Job> = async (job) => {
  const problem = problemWith(job)
  if (problem !== null) {
    // Another attempt would change nothing.
    console.warn('refused', problem)
    return { order: job.order, state: 'refused', problem }
  }
  await book(job)
  return { order: job.order, state: 'booked' }
}

function problemWith({ order, total }: Job): string | null {
  if (typeof order !== 'string') return 'order must be a text'
  if (!(total > 0)) return 'total must be above 0'
  return null
}

/** Throws when the other side is away: that is worth another attempt. */
async function book({ order, total }: Job): Promise<void> {
  console.info(`Booking ${total} for ${order}`)
}
