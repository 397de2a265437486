import { greet, type Language } from './greetings.ts'

interface Event {
  name?: string
  language?: Language
}

interface Context {
  requestId: string
  functionName: string
}

export const handler = async (event: Event, context: Context) => {
  console.log('Call %s of %s', context.requestId, context.functionName)
  return { message: greet(event.name ?? 'world', event.language ?? 'en') }
}
