import { alcove, type Context, type Handler, type HttpEvent } from 'alcove'
import { isGenuine } from './verify.ts'

interface Work {
  work: { state: string; parcel: string }
}

export const handler: Handler<HttpEvent | Work> = async (event, context) => {
  if ('work' in event) return doWork(event.work)
  if (!isGenuine(event, process.env.WEBHOOK_SECRET!)) return { statusCode: 401, body: 'The signature does not fit' }
  return acceptWork(JSON.parse(event.body ?? 'null'), context)
}

/** Answers the sender at once. The work becomes a task of this function, with retries. */
async function acceptWork(work: Work['work'], { functionName, functionVersion }: Context) {
  const task = await alcove.invoke(functionName, { work }, { qualifier: functionVersion, async: true })
  return { statusCode: 202, body: JSON.stringify({ task: task.id }), headers: { 'content-type': 'application/json' } }
}

function doWork({ state, parcel }: Work['work']) {
  console.info(`Parcel ${parcel} is ${state}`)
  return { done: state }
}
