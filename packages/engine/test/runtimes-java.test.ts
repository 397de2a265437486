import { randomUUID } from 'node:crypto'
import type { InnerCall, Revision } from '@alcove/contract'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEngine, type EngineFixture, type Settings } from './engine-fixture.ts'
import { javaClasses, javaHandler as handler } from './java-classes.ts'

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const deploy = (files: Record<string, string | Uint8Array>, settings: Settings = {}) =>
  fixture.deploy(files, { runtime: 'java17', handler: 'Handler.handle', memoryMb: 256, ...settings })
const shown = (lines: { level: string; message: string }[]) => lines.map(({ level, message }) => `${level}: ${message}`)

describe('a Java handler', () => {
  test('is compiled from its source by a build, with the classes that the guest gives', async () => {
    const { revision } = await deploy(
      {
        'com/acme/Shop.java': `package com.acme;
import alcove.Context;
import java.util.Map;
public class Shop {
    record Order(String name, int count, java.util.List<String> items) {}
    public static Order sell(Map<String, Object> event, Context context) {
        return new Order(context.getFunctionName(), (int) event.get("count"), java.util.List.of("tea", "茶"));
    }
}`,
      },
      { handler: 'com.acme.Shop.sell' },
    )
    const inputs = ['com/acme/Shop.java']
    const report = await fixture.engine.build({ ...revision, key: 'k', kind: 'javac', inputs }, () => {})
    expect(report).toMatchObject({ error: null, diagnostics: [] })
    const built: Revision = { ...revision, build: { key: 'k', output: report.output, error: null } }
    expect((await fixture.of(built).run({ count: 3 })).value).toEqual({
      name: 'under-test',
      count: 3,
      items: ['tea', '茶'],
    })
  })

  test('may be static or not, take less, and answer later', async () => {
    const classes = await handler(`
      private int calls;
      public int count() { return ++calls; }
      public static Object echo(Object event) { return event; }
      protected Object names(Map<String, Object> event) { return event.keySet(); }
      public java.util.concurrent.CompletableFuture<String> later(Object event, Context context) {
        return java.util.concurrent.CompletableFuture.supplyAsync(() -> "later");
      }
      public void nothing(List<Object> event) {}`)
    const run = async (name: string, event: unknown) =>
      (await (await deploy(classes, { handler: `Handler.${name}` })).run(event)).value
    expect(await run('echo', [1, 'two'])).toEqual([1, 'two'])
    expect(await run('names', { a: 1, b: 2 })).toEqual(['a', 'b'])
    expect(await run('later', null)).toBe('later')
    expect(await run('nothing', [])).toBeNull()
    const counter = await deploy(classes, { handler: 'Handler.count' })
    expect([(await counter.run()).value, (await counter.run()).value]).toEqual([1, 2])
  })

  test('takes and returns beans, streams and what has a text form', async () => {
    const classes = await handler(`
      public static class Item { public String name; public int count; }
      public static class Order {
        private java.time.LocalDate day; private List<Item> items; private int total = 7;
        public void setDay(java.time.LocalDate day) { this.day = day; }
        public java.time.LocalDate getDay() { return day; }
        public void setItems(List<Item> items) { this.items = items; }
        public List<Item> getItems() { return items; }
        public int getTotal() { return total; }
        public boolean isLarge() { return items.size() > 1; }
        public String getNothing() { return null; }
      }
      public Order order(Order order, Context context) { return order; }
      public int sum(int[] numbers) { return java.util.Arrays.stream(numbers).sum(); }
      public Object texts() {
        return List.of(java.time.Duration.ofSeconds(5), new java.util.Date(0), java.nio.file.Path.of("/a"),
          java.net.URI.create("http://a/b"), java.util.OptionalInt.of(3), java.util.Locale.GERMANY,
          java.util.stream.Stream.of(1, 2), new java.util.concurrent.atomic.AtomicBoolean(true));
      }
      public static class Bad { public int getAge() { throw new IllegalStateException("not known"); } }
      public Object bad() { return Map.of("bad", new Bad()); }
      public Object lambda() { Runnable run = () -> {}; return run; }
      public Response response() { return new Response(); }
      public static class Response { public int getStatusCode() { return 418; } public String getBody() { return "tea"; } }`)
    const run = async (name: string, event?: unknown) =>
      (await deploy(classes, { handler: `Handler.${name}` })).run(event)
    const order = { day: '2026-02-28', items: [{ name: 'tea', count: 2 }], unknown: 1 }
    expect((await run('order', order)).value).toEqual({
      day: '2026-02-28',
      items: [{ name: 'tea', count: 2 }],
      total: 7,
      large: false,
    })
    expect((await run('order', { day: 'soon' })).report.error?.message).toBe('"soon" is no LocalDate')
    expect((await run('sum', [1, 2, 3])).value).toBe(6)
    expect((await run('texts')).value).toEqual([
      'PT5S',
      '1970-01-01T00:00:00Z',
      '/a',
      'http://a/b',
      3,
      'de-DE',
      [1, 2],
      true,
    ])
    expect((await run('bad')).report.error).toMatchObject({
      message: 'A getter of class Handler$Bad failed',
      stack: expect.stringContaining('Caused by: java.lang.IllegalStateException: not known'),
    })
    expect((await run('lambda')).report.error?.message).toMatch(/cannot be JSON: answer a Map/)
    expect((await run('response')).value).toEqual({ statusCode: 418, body: 'tea' })
  })

  test("takes the names and types of AWS's events", async () => {
    const fn = await deploy(
      await handler(`
      public static class Event {
        private boolean isBase64Encoded; private String source, detail; private java.nio.ByteBuffer data; private Optional<String> more;
        public void setBase64Encoded(boolean is) { isBase64Encoded = is; }
        public void setEventSourceArn(String source) { this.source = source; }
        public void setDetailType(String detail) { this.detail = detail; }
        public void setData(java.nio.ByteBuffer data) { this.data = data; }
        public void setMore(Optional<String> more) { this.more = more; }
      }
      public Object handle(Event event) {
        return List.of(event.isBase64Encoded, event.source, event.detail, new String(event.data.array()), event.more);
      }`),
    )
    const event = { isBase64Encoded: true, eventSourceARN: 'arn', 'detail-type': 'Order', data: 'dGVh', more: 'x' }
    expect((await fn.run(event)).value).toEqual([true, 'arn', 'Order', 'tea', 'x'])
  })

  test('that does not take such an event says so', async () => {
    const fn = await deploy(await handler('public Object handle(Map<String, Object> event) { return 1; }'))
    expect((await fn.run([1])).report).toMatchObject({
      status: 'functionError',
      error: { message: 'The handler takes a Map and the event is a ArrayList' },
    })
  })

  test.for([
    ['private int x;', 'Handler.handle', /^Handler has no method 'handle': it has none$/],
    ['public void other() {}', 'Handler.handle', /it has other$/],
    [
      'public void handle(int a, int b, int c) {}',
      'Handler.handle',
      /must take an event, or an event and an alcove\.Context$/,
    ],
    ['public void handle() {} public void handle(Object a) {}', 'Handler.handle', /is there more than once$/],
    ['Handler(int x) {} public void handle() {}', 'Handler.handle', /has no constructor without parameters/],
    [
      'static { if (true) throw new IllegalStateException("no table"); } public void handle() {}',
      'Handler.handle',
      /^no table$/,
    ],
    [
      'Handler() { throw new IllegalStateException("no luck"); } public void handle() {}',
      'Handler.handle',
      /^no luck$/,
    ],
  ] as const)('%j cannot be loaded, and why is said', async ([members, name, message]) => {
    const { report } = await (await deploy(await handler(members), { handler: name })).run()
    expect(report).toMatchObject({ status: 'initError', code: 'InitError' })
    expect(report.error!.message).toMatch(message)
  })

  test('finds classes in jars of the package and of layers', async () => {
    const library = await javaClasses({
      'Greeting.java': 'public class Greeting { public static String text() { return "from a jar"; } }',
    })
    const layerLibrary = await javaClasses({
      'Layered.java': 'public class Layered { public static String text() { return "from a layer"; } }',
    })
    const main = await javaClasses({
      'Greeting.java': 'public class Greeting { public static String text() { return null; } }',
      'Layered.java': 'public class Layered { public static String text() { return null; } }',
      'Handler.java':
        'public class Handler { public Object handle() { return Greeting.text() + ", " + Layered.text(); } }',
    })
    const layer = await fixture.deploy({ 'java/lib/layered.jar': zipSync(layerLibrary) })
    const fn = await deploy(
      { 'Handler.class': main['Handler.class']!, 'lib/greeting.jar': zipSync(library) },
      { layers: [{ name: `layer-${randomUUID()}`, version: 1, codeHash: layer.revision.codeHash }] },
    )
    expect((await fn.run()).value).toBe('from a jar, from a layer')
  })

  test('reaches the parts of Java that have files of their own', async () => {
    const fn = await deploy(
      await handler(`
      public Object handle() throws Exception {
        return List.of(
          javax.crypto.Cipher.getInstance("AES/GCM/NoPadding").getAlgorithm(),
          java.security.KeyStore.getInstance("PKCS12").getType(),
          ((javax.net.ssl.X509TrustManager) trust()).getAcceptedIssuers().length > 0,
          java.time.ZoneId.of("Asia/Shanghai").getRules().isFixedOffset(),
          java.time.LocalDate.of(2026, 3, 12).format(java.time.format.DateTimeFormatter.ofPattern("MMMM", Locale.CHINA)),
          java.net.http.HttpClient.newHttpClient().version().name(),
          System.getProperty("java.io.tmpdir"));
      }
      private static Object trust() throws Exception {
        var factory = javax.net.ssl.TrustManagerFactory.getInstance(javax.net.ssl.TrustManagerFactory.getDefaultAlgorithm());
        factory.init((java.security.KeyStore) null);
        return factory.getTrustManagers()[0];
      }`),
    )
    const { value, report } = await fn.run()
    expect(report.error).toBeNull()
    expect(value).toEqual(['AES/GCM/NoPadding', 'PKCS12', true, expect.any(Boolean), '三月', 'HTTP_2', '/tmp'])
  })

  test('streams an InputStream, and breaks off where it fails', async () => {
    const fn = await deploy(
      await handler(`
      public Object handle(Map<String, Object> event) {
        boolean fails = event.get("rawPath").equals("/fails");
        return Map.of("statusCode", 200, "body", new java.io.InputStream() {
          int pieces;
          public int read() { throw new UnsupportedOperationException(); }
          public int read(byte[] bytes) throws java.io.IOException {
            if (pieces == 3) { if (fails) throw new java.io.IOException("torn"); return -1; }
            byte[] piece = ("piece " + ++pieces + ";").getBytes();
            System.arraycopy(piece, 0, bytes, 0, piece.length);
            return piece.length;
          }
        });
      }`),
    )
    expect((await fn.request({ path: '/' })).text).toBe('piece 1;piece 2;piece 3;')
    const torn = await fn.request({ path: '/fails' })
    expect(torn.text).toBe('piece 1;piece 2;piece 3;')
    expect(torn.report).toMatchObject({
      status: 'functionError',
      error: { name: 'java.io.IOException', message: 'torn' },
    })
  })

  test('calls other functions, from several threads, and sees how they fail', async () => {
    const fn = await deploy(
      await handler(`
      public Object handle(Map<String, Object> event) throws Exception {
        if (event.containsKey("fail")) {
          try { Alcove.invoke("broken", Map.of()); }
          catch (InvokeException failure) { return List.of(failure.getCode(), failure.getMessage(), failure.getErrorName()); }
        }
        List<Integer> numbers = List.of(0, 1, 2, 3, 4, 5, 6, 7);
        return List.of(Alcove.invoke("twice", 4, "live"),
          numbers.parallelStream().map(n -> Alcove.invoke("twice", n)).toList());
      }`),
    )
    const onInvoke = async (call: { function: string; qualifier: string | null; payload: Uint8Array }) => {
      const invocationId = '0e1d2c3b-4a59-4687-9a1b-c2d3e4f5a6b7'
      if (call.function === 'broken') {
        const error = { name: 'RangeError', message: 'not for sale' }
        return { ok: false as const, invocationId, code: 'FunctionError' as const, error }
      }
      const payload = Buffer.from(
        JSON.stringify([JSON.parse(Buffer.from(call.payload).toString()) * 2, call.qualifier]),
      )
      return { ok: true as const, invocationId, payload }
    }
    expect((await fn.run({}, { onInvoke })).value).toEqual([
      [8, 'live'],
      Array.from({ length: 8 }, (_, n) => [n * 2, null]),
    ])
    expect((await fn.run({ fail: 1 }, { onInvoke })).value).toEqual(['FunctionError', 'not for sale', 'RangeError'])
  })

  test('makes calls of other functions tasks, with a key and a delay', async () => {
    const fn = await deploy(
      await handler(`
      public Object handle(Map<String, Object> event) throws Exception {
        TaskOptions options = new TaskOptions().qualifier("live").idempotencyKey("k").delaySeconds(60);
        return List.of(Alcove.invokeAsync("later", 1, options).id(), Alcove.invokeAsync("later", 1).state());
      }`),
    )
    const asked: object[] = []
    const onInvoke = async ({ function: name, async, qualifier, idempotencyKey, delaySeconds }: InnerCall) => {
      asked.push({ function: name, async, qualifier, idempotencyKey, delaySeconds })
      const payload = Buffer.from('{"id":"7","state":"queued"}')
      return { ok: true as const, invocationId: null, payload }
    }
    expect((await fn.run({}, { onInvoke })).value).toEqual(['7', 'queued'])
    const call = { function: 'later', async: true }
    expect(asked).toEqual([
      { ...call, qualifier: 'live', idempotencyKey: 'k', delaySeconds: 60 },
      { ...call, qualifier: null, idempotencyKey: null, delaySeconds: null },
    ])
  })

  test('logs from threads and child processes, and what an earlier call left running stays out', async () => {
    const fn = await deploy(
      await handler(`
      private final java.util.concurrent.ExecutorService pool = java.util.concurrent.Executors.newFixedThreadPool(1);
      public void handle(Map<String, Object> event) throws Exception {
        Object n = event.get("n");
        Thread thread = new Thread(() -> System.out.println("thread " + n));
        thread.start();
        thread.join();
        pool.submit(() -> System.out.println("pool " + n)).get();
        new Thread(() -> {
          try { Thread.sleep(200); } catch (InterruptedException e) { return; }
          System.out.println("late " + n);
        }).start();
        if (event.containsKey("wait")) Thread.sleep(600);
      }`),
    )
    expect(shown((await fn.run({ n: 1 })).lines)).toEqual(['info: thread 1', 'info: pool 1'])
    expect(shown((await fn.run({ n: 2, wait: true })).lines)).toEqual([
      'info: thread 2',
      'info: pool 2',
      'info: late 2',
    ])
  })

  test('logs by java.util.logging with the levels of its records, and after closing System.out', async () => {
    const fn = await deploy(
      await handler(`
      static final java.util.logging.Logger log = java.util.logging.Logger.getLogger("shop");
      public void handle() throws Exception {
        log.info("an info");
        log.log(java.util.logging.Level.WARNING, "a {0}", "warning");
        log.log(java.util.logging.Level.SEVERE, "failed", new IllegalStateException("no stock"));
        log.fine("not shown");
        System.getLogger("shop").log(System.Logger.Level.INFO, "by System.Logger");
        try (java.io.PrintStream out = System.out) { out.println("printed"); }
      }`),
    )
    await fn.run()
    const { lines } = await fn.run()
    expect(lines.map(({ level, message }) => [level, message])).toEqual([
      ['info', 'an info'],
      ['warn', 'a warning'],
      ['error', expect.stringMatching(/^failed\njava\.lang\.IllegalStateException: no stock\n\tat Handler\.handle/)],
      ['info', 'by System.Logger'],
      ['info', 'printed'],
    ])
  })

  test('that interrupts its own thread leaves nothing of it to the next call', async () => {
    const fn = await deploy(
      await handler(
        'public Object handle() { boolean before = Thread.interrupted(); Thread.currentThread().interrupt(); return before; }',
      ),
    )
    expect([(await fn.run()).value, (await fn.run()).value]).toEqual([false, false])
  })

  test('that throws shows its causes, and no frame that is not its own or of the library', async () => {
    const fn = await deploy(
      await handler(`
      static class OrderException extends RuntimeException { OrderException(String why, Throwable cause) { super(why, cause); } }
      public void handle(Map<String, Object> event) {
        if (event.containsKey("deep")) handle(event);
        if (event.containsKey("odd")) throw new RuntimeException() { public String getMessage() { throw new Error("no words"); } };
        try { List.of().get(3); } catch (RuntimeException gone) { throw new OrderException("no such order", gone); }
      }`),
    )
    const { error } = (await fn.run()).report
    expect(error).toMatchObject({ name: 'Handler$OrderException', message: 'no such order' })
    expect(error!.stack).toMatch(
      /^Handler\$OrderException: no such order\n\tat Handler\.handle\(Handler\.java:9\)\nCaused by: /,
    )
    expect(error!.stack).not.toMatch(/alcove|reflect/)
    expect((await fn.run({ deep: 1 })).report.error).toMatchObject({ name: 'java.lang.StackOverflowError' })
    expect((await fn.run({ odd: 1 })).report.error).toMatchObject({
      message: 'The function threw something that cannot be described',
      stack: expect.stringContaining('at Handler.handle(Handler.java:8)'),
    })
  })

  test('that hangs is found where it stands', async () => {
    const fn = await deploy(
      await handler('private void spin() { while (true) Thread.onSpinWait(); }\npublic void handle() { spin(); }'),
      { timeoutMs: 1000 },
    )
    const { report } = await fn.run()
    expect(report.status).toBe('timeout')
    expect(report.error!.stack).toMatch(/at Handler\.spin\(Handler\.java:4\)/)
    expect(report.error!.stack).not.toContain('alcove.guest')
  })
})
