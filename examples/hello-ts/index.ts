import type { Handler } from 'alcove'

export const handler: Handler<{ name?: string } | null> = async (event, context) => {
  const name = event?.name ?? 'world'
  console.log('Greeting %s from %s', name, context.functionName)
  return { message: `Hello, ${name}!`, version: context.functionVersion }
}
