/**
 * @param {{ name?: string } | null} event
 * @param {import('alcove').Context} context
 */
export const handler = async (event, context) => {
  const name = event?.name ?? 'world'
  console.log('Greeting %s from %s', name, context.functionName)
  return { message: `Hello, ${name}!`, version: context.functionVersion }
}
