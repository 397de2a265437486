export const handler = async (event, context) => {
  console.debug('The event is %j', event)
  console.info('Running as %s of %s', context.functionVersion, context.functionName)
  console.warn('%d ms are left', context.getRemainingTimeInMillis())
  console.error('This is no failure, only a line of level error')
  for (let line = 1; line <= (event?.lines ?? 0); line++) console.log('line %d', line)
  return { logged: 4 + (event?.lines ?? 0) }
}
