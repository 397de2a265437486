import { afterAll, beforeAll, expect, test } from 'vitest'
import { findOciRuntimes } from '../src/sandbox/oci/runtimes.ts'
import { startEngine, type EngineFixture } from './engine-fixture.ts'
import { javaClasses } from './java-classes.ts'

const ociRuntimes = await findOciRuntimes()

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine({ sandbox: ociRuntimes.length > 0 ? 'oci' : 'process' })
})
afterAll(() => fixture[Symbol.asyncDispose]())

const node = (code: string, timeoutMs = 5000) => fixture.deploy({ 'index.mjs': code }, { timeoutMs })

test('a callback reaches every handler that can see it, and one that waits for nothing has answered', async () => {
  const { run } = await node(`
    const traced = (inner) => (...args) => inner(...args)
    const handlers = {
      rest: traced((event, context, callback) => setTimeout(() => callback(null, 'answered'), 30)),
      arguments: function () { arguments[2](null, 'answered') },
      default: (event, context, callback = null) => callback(null, 'answered'),
      bound: ((event, context, callback) => callback(null, 'answered')).bind(null),
      nothing: traced(() => {}),
      declared: (event, context, callback) => {},
      failed: (event, context, callback) => callback('refused'),
    }
    export const handler = (...args) => handlers[args[0].op](...args)`)
  const results = []
  for (const op of ['rest', 'arguments', 'default', 'bound', 'nothing', 'declared', 'failed']) {
    const { value, report } = await run({ op })
    results.push(report.error?.message ?? value)
  }
  expect(results).toEqual(['answered', 'answered', 'answered', 'answered', null, null, 'refused'])
})

test('a handler answers through done, succeed and fail of its context, also after it returned', async () => {
  const { run } = await node(`
    const later = (act) => void setTimeout(act, 30)
    const handlers = {
      done: (context) => context.done(null, 'answered'),
      succeed: (context) => later(() => context.succeed('answered')),
      async: async (context) => context.succeed('answered'),
      fail: (context) => later(() => context.fail(new Error('refused'))),
      'done with an error': (context) => context.done('refused'),
      nothing: () => {},
    }
    export const handler = (event, context) => handlers[event.op](context)`)
  const results = []
  for (const op of ['done', 'succeed', 'async', 'fail', 'done with an error', 'nothing']) {
    const { value, report } = await run({ op })
    results.push(report.error?.message ?? value)
  }
  expect(results).toEqual(['answered', 'answered', 'answered', 'refused', 'refused', null])
})

test('a handler without a callback answers with any object at once, whatever it leaves behind', async () => {
  const { run } = await node(`
    class Answer { value = 1 }
    export const handler = (event, context) => { setInterval(() => {}, 1000); return new Answer() }`)
  expect((await run()).value).toEqual({ value: 1 })
})

test('a handler written for response streaming answers with its status, headers, cookies and chunks', async () => {
  const { request, run } = await node(`
    export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
      if (event.rawPath === '/fail') throw new Error('before the first byte')
      const metadata = { statusCode: 202, headers: { 'x-s': '1' }, cookies: ['a=1'] }
      const out = awslambda.HttpResponseStream.from(stream, metadata)
      out.write('a'); await new Promise((resolve) => setTimeout(resolve, 30)); out.write(context.functionName); out.end()
    })`)
  const { head, text } = await request()
  expect([head!.statusCode, text]).toEqual([202, 'aunder-test'])
  expect(head!.headers).toEqual(
    expect.arrayContaining([
      ['x-s', '1'],
      ['set-cookie', 'a=1'],
    ]),
  )
  expect((await request({ path: '/fail' })).report).toMatchObject({ error: { message: 'before the first byte' } })
  expect((await run()).value).toMatchObject({ statusCode: 202, body: 'aunder-test' })
})

test('errors keep what lies behind them', async () => {
  const { run } = await node(`
    import vm from 'node:vm'
    const reason = () => new Error('THE-REASON')
    const thrown = {
      any: () => Promise.any([Promise.reject(reason()), Promise.reject(new Error('other'))]),
      text: () => { throw new Error('outer', { cause: 'THE-REASON' }) },
      object: () => { throw new Error('outer', { cause: { code: 'THE-REASON' } }) },
      realm: () => { throw new Error('outer', { cause: vm.runInNewContext("new Error('THE-REASON')") }) },
      nested: () => { throw new Error('outer', { cause: new AggregateError([reason()], 'all failed') }) },
      suppressed: () => { throw new SuppressedError(new Error('closing failed'), reason(), 'outer') },
      circular: () => { const thrown = { reason: 'THE-REASON' }; thrown.self = thrown; throw thrown },
      bigint: () => { throw { reason: 'THE-REASON', n: 1n } },
      getter: () => { throw Object.defineProperty(reason(), 'cause', { get() { throw new Error('in the getter') } }) },
      message: () => { throw Object.defineProperty(new TypeError('x', { cause: reason() }), 'message', { get() { throw 1 } }) },
      proxy: () => { throw new AggregateError([new Proxy({}, { get() { throw 1 } }), reason()], 'all failed') },
      loop: () => { const error = reason(); error.cause = error; throw error },
      code: () => { throw Object.assign(new Error('outer'), { code: 'THE-REASON' }) },
      map: () => { throw new Error('outer', { cause: new Map([['key', 'THE-REASON']]) }) },
      response: () => { throw new Response('body', { status: 418, statusText: 'THE-REASON' }) },
      keys: () => { throw new Proxy(reason(), { ownKeys() { throw 1 } }) },
    }
    export const handler = async ({ op }) => thrown[op]()`)
  const ops = ['any', 'text', 'object', 'realm', 'nested', 'suppressed', 'circular', 'bigint', 'loop']
  for (const op of [...ops, 'code', 'map', 'response', 'keys', 'getter', 'message', 'proxy']) {
    const { report } = await run({ op })
    expect([op, JSON.stringify(report.error)]).toEqual([op, expect.stringContaining('THE-REASON')])
  }
})

test('text without a newline is in the log, however the call ends, and bytes in pieces are whole', async () => {
  const { run, request } = await node(
    `export const handler = async (event) => {
      process.stdout.write('connecting ')
      process.stdout.write('to the database...')
      if (event.op === 'exit') process.exit(1)
      if (event.op === 'hang') await new Promise(() => {})
      if (event.op === 'loop') for (;;);
      if (event.op === 'pieces') {
        const bytes = Buffer.from('中')
        process.stdout.write(' ')
        process.stdout.write(bytes.subarray(0, 1)); process.stdout.write(bytes.subarray(1))
        process.stdout.write('6162', 'hex'); console.log('!')
        return
      }
      return { statusCode: 200, body: (async function* () { yield 'a'; await new Promise((done) => setTimeout(done, 20)); yield 'b' })() }
    }`,
    1000,
  )
  const messages = async (call: Promise<{ lines: { message: string }[] }>) =>
    (await call).lines.map(({ message }) => message)
  expect(await messages(run({ op: 'hang' }))).toContain('connecting to the database...')
  expect((await messages(run({ op: 'loop' }))).join()).toContain('connecting')
  expect(await messages(run({ op: 'exit' }))).toContain('connecting to the database...')
  expect(await messages(request())).toContain('connecting to the database...')
  expect((await messages(run({ op: 'pieces' }))).join()).toContain('connecting to the database... 中ab!')
})

test('Java classes written for AWS run by reflection: beans, streams and the context', async () => {
  const aws = 'package com.amazonaws.services.lambda.runtime; public interface'
  const files = await javaClasses({
    'LambdaLogger.java': `${aws} LambdaLogger { void log(String message); void log(byte[] message); }`,
    'Context.java': `${aws} Context { String getAwsRequestId(); String getFunctionName(); String getLogGroupName(); int getRemainingTimeInMillis(); Object getIdentity(); LambdaLogger getLogger(); }`,
    'RequestHandler.java': `${aws} RequestHandler<I, O> { O handleRequest(I input, Context context); }`,
    'RequestStreamHandler.java': `${aws} RequestStreamHandler { void handleRequest(java.io.InputStream input, java.io.OutputStream output, Context context) throws java.io.IOException; }`,
    'Order.java': `package shop; import java.util.*;
      public class Order {
        private long id; private List<Item> items; private boolean paid;
        public void setId(long id) { this.id = id; } public long getId() { return id; }
        public void setItems(List<Item> items) { this.items = items; } public List<Item> getItems() { return items; }
        public void setPaid(boolean paid) { this.paid = paid; } public boolean isPaid() { return paid; }
        public record Item(String name, Integer count) {}
      }`,
    'Orders.java': `package shop; import com.amazonaws.services.lambda.runtime.*;
      public class Orders implements RequestHandler<Order, Order> {
        public Order handleRequest(Order order, Context context) {
          context.getLogger().log("order " + order.getItems().get(0).name() + " for " + context.getFunctionName());
          if (context.getIdentity() != null || context.getRemainingTimeInMillis() <= 0) throw new IllegalStateException();
          if (order.getId() < 0) throw new IllegalArgumentException("negative");
          order.setPaid(true);
          return order;
        }
      }`,
    'Streams.java': `package shop; import com.amazonaws.services.lambda.runtime.*;
      public class Streams implements RequestStreamHandler {
        public void handleRequest(java.io.InputStream input, java.io.OutputStream output, Context context) throws java.io.IOException {
          output.write(("{\\"got\\":" + new String(input.readAllBytes()) + "}").getBytes());
        }
      }`,
  })
  const settings = { runtime: 'java17' as const, timeoutMs: 10_000 }
  const orders = await fixture.deploy(files, { ...settings, handler: 'shop.Orders' })
  const { value, lines } = await orders.run({ id: 7, items: [{ name: 'tea', count: 2 }], unknown: 1 })
  expect(value).toEqual({ id: 7, items: [{ name: 'tea', count: 2 }], paid: true })
  expect(lines.map(({ message }) => message)).toEqual(['order tea for under-test'])
  const failed = await orders.run({ id: -1, items: [{ name: 'tea' }] })
  expect(failed.report.error).toMatchObject({ name: 'java.lang.IllegalArgumentException', message: 'negative' })
  const streams = await fixture.deploy(files, { ...settings, handler: 'shop.Streams::handleRequest' })
  expect((await streams.run({ a: 1 })).value).toEqual({ got: { a: 1 } })
})

test('Java, Python and a bootstrap that hang have their last words in the log too', async () => {
  const java = await javaClasses({
    'Handler.java': `public class Handler { public Object handle() throws Exception { System.out.print("connecting..."); Thread.sleep(60_000); return null; } }`,
  })
  const python = 'import time\ndef handler(event, context):\n    print("connecting...", end="")\n    time.sleep(60)'
  const bootstrap = `#!/bin/sh
curl -sS -o /dev/null "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next"
printf connecting...
sleep 60`
  const functions = await Promise.all([
    fixture.deploy(java, { runtime: 'java17', handler: 'Handler.handle', timeoutMs: 1000 }),
    fixture.deploy({ 'main.py': python }, { runtime: 'python3', handler: 'main.handler', timeoutMs: 1000 }),
    fixture.deploy({ bootstrap }, { runtime: 'custom', handler: 'bootstrap', timeoutMs: 1000 }),
  ])
  for (const { run } of functions) {
    const { lines, report } = await run()
    expect([report.status, lines.map(({ message }) => message)]).toEqual(['timeout', ['connecting...']])
  }
})

test('Java that is killed has its last words in the log too', async () => {
  const files = await javaClasses({
    'Handler.java': `public class Handler { public void handle() { System.out.print("last words"); Runtime.getRuntime().halt(3); } }`,
  })
  const { run } = await fixture.deploy(files, { runtime: 'java17', handler: 'Handler.handle' })
  expect((await run()).lines.map(({ message }) => message)).toEqual(['last words'])
})

test('code that fails or exits while it loads has its last words in the log too', async () => {
  const java = (end: string) =>
    javaClasses({
      'Handler.java': `public class Handler {
  static { System.out.print("last "); System.out.print("words"); ${end} }
  public void handle() {}
}`,
    })
  const node = { runtime: 'nodejs24', handler: 'index.handler' } as const
  const python = { runtime: 'python3', handler: 'main.handler' } as const
  const functions = [
    fixture.deploy({ 'index.mjs': "process.stdout.write('last '); process.stdout.write('words'); throw 1" }, node),
    fixture.deploy(
      { 'index.mjs': "process.stdout.write('last '); process.stdout.write('words'); process.exit(1)" },
      node,
    ),
    fixture.deploy({ 'main.py': 'print("last", "words", end="")\nraise ValueError(1)' }, python),
    fixture.deploy({ 'main.py': 'print("last", "words", end="")\nraise SystemExit(1)' }, python),
    fixture.deploy(await java('Integer.parseInt("x");'), { runtime: 'java17', handler: 'Handler.handle' }),
    fixture.deploy(await java('System.exit(1);'), { runtime: 'java17', handler: 'Handler.handle' }),
  ]
  for (const { run } of await Promise.all(functions)) {
    const { lines, report } = await run()
    expect([report.status, lines.map(({ message }) => message).join('')]).toEqual(['initError', 'last words'])
  }
})
