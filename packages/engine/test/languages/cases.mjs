import { closeSync, writeSync } from 'node:fs'

const kept = []

export const handler = async (event, context) => {
  if (event.version === '2.0') return http(event)
  switch (event.do) {
    case 'echo':
      return event.value
    case 'context':
      return {
        id: context.awsRequestId,
        function: context.functionName,
        version: context.functionVersion,
        space: context.space,
        qualifier: context.qualifier,
        arn: context.invokedFunctionArn,
        memory: Number(context.memoryLimitInMB),
        remaining: context.getRemainingTimeInMillis(),
        trigger: context.trigger.type,
        trace: context.traceId,
      }
    case 'fail':
      return fail()
    case 'log':
      console.log('to stdout')
      console.error('to stderr')
      context.log.debug('at debug')
      context.log.warn('at warn')
      console.log('日本語 😀')
      process.stdout.write('no newline')
      return null
    case 'flood':
      for (let line = 0; line < 20_000; line++) console.log('x'.repeat(100))
      return 'done'
    case 'long':
      console.log('y'.repeat(100_000))
      return null
    case 'environment':
      return [process.env.PLAIN, process.env.SECRET]
    case 'big':
      return 'x'.repeat(event.bytes)
    case 'unspeakable':
      return 10n
    case 'hang':
      for (;;);
    case 'exit':
      console.log('before the end')
      process.exit(event.code)
    // fallthrough
    case 'memory':
      for (;;) kept.push(Buffer.alloc(4 << 20, 1))
    case 'garbage':
      writeSync(3, 'this is no frame at all, whatever you make of it')
      await new Promise((resolve) => setTimeout(resolve, 1000))
      return 'still here'
    case 'closeChannel':
      closeSync(3)
      return 'unreachable'
  }
}

function http(event) {
  if (event.rawPath === '/value') return { plain: true }
  if (event.rawPath === '/bytes') {
    const body = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8').reverse()
    return {
      statusCode: 200,
      headers: { 'Content-Type': 'image/png' },
      body: body.toString('base64'),
      isBase64Encoded: true,
    }
  }
  if (event.rawPath === '/split') return { statusCode: 200, headers: { 'x-a': 'b\r\nset-cookie: c=d' } }
  return {
    statusCode: 201,
    headers: { 'Content-Type': 'text/plain', 'X-Path': event.rawPath },
    cookies: ['a=1', 'b=2'],
    body: `${event.requestContext.http.method} ${event.queryStringParameters?.q} ${event.cookies?.length ?? 0} ${event.body}`,
  }
}

function fail() {
  throw new RangeError('out of stock: 日本')
}
