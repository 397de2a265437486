import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DEFAULT_EGRESS,
  DEFAULT_SCALING,
  LIMITS,
  type CallInput,
  type CallReport,
  type CapturedLine,
  type GuestAnswer,
  type GuestRequest,
  type HttpEvent,
  type InnerAnswer,
  type InnerCall,
  type InstanceRecord,
  type ResponseHead,
  type Revision,
  type Scaling,
} from '@alcove/contract'
import { openDiskBlobs } from '@alcove/storage'
import { createEngine, type Engine, type EngineOptions } from '../src/index.ts'
import { digestOf } from '../src/digest.ts'
import { keepRootfs, linkRootfs } from '../src/testing/index.ts'
import { zipOf } from './zip.ts'

export interface Ran {
  report: CallReport
  head: ResponseHead | null
  body: Buffer
  text: string
  lines: CapturedLine[]
  /** The body as JSON. */
  value: unknown
}

export interface Deployed {
  revision: Revision
  run(event?: unknown, options?: RunOptions): Promise<Ran>
  request(request?: Partial<HttpRequest>, options?: RunOptions): Promise<Ran>
}

export interface HttpRequest {
  method: string
  path: string
  query: string
  headers: Record<string, string>
  body: string | Uint8Array
}

interface RunOptions {
  signal?: AbortSignal
  /** Called with every chunk. A promise slows the instance down. */
  onData?: (chunk: Uint8Array) => void | Promise<void>
  onLine?: (line: CapturedLine) => void
  /** Answers calls of other functions. */
  onInvoke?: (call: InnerCall) => Promise<InnerAnswer>
  /** Answers requests to the platform. */
  onAsk?: (request: GuestRequest) => Promise<GuestAnswer>
  invocationId?: string
}

export type Settings = Partial<Omit<Revision, 'scaling'>> & { scaling?: Partial<Scaling> }

export interface EngineFixture extends AsyncDisposable {
  engine: Engine
  home: string
  /** Ended instances, in the order of their end. */
  ended: InstanceRecord[]
  /** A function of this revision. */
  of(revision: Revision): Deployed
  /** Stores the files and returns a function that can be called. */
  deploy(files: Record<string, string | Uint8Array> | Uint8Array, settings?: Settings): Promise<Deployed>
}

/** A real engine in a folder of its own. Disposing removes it and everything it made. */
export async function startEngine(options: Partial<EngineOptions> = {}): Promise<EngineFixture> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'alcove-engine-')))
  linkRootfs(home)
  const blobs = options.blobs ?? (await openDiskBlobs(join(home, 'blobs')))
  const ended: InstanceRecord[] = []
  const engine = await createEngine({
    // Tests count instances and starts: prewarmed ones would be counted, too.
    prewarm: 0,
    onInstanceEnded: (record) => ended.push(record),
    ...options,
    home,
    blobs,
  })
  keepRootfs(home)
  const of = (revision: Revision): Deployed => ({
    revision,
    run: (event = {}, runOptions) =>
      call(engine, revision, { kind: 'event', payload: Buffer.from(JSON.stringify(event)) }, runOptions),
    request: (request = {}, runOptions) => call(engine, revision, httpInput(request), runOptions),
  })
  return {
    engine,
    home,
    ended,
    async deploy(files, { scaling, ...settings } = {}) {
      const codeHash = await blobs.put(files instanceof Uint8Array ? files : zipOf(files))
      const configuration = {
        spaceId: randomUUID(),
        functionId: randomUUID(),
        functionName: 'under-test',
        runtime: 'nodejs24' as const,
        handler: 'index.handler',
        codeHash,
        build: null,
        layers: [],
        memoryMb: 128,
        cpus: null,
        tmpMb: LIMITS.tmpMb.default,
        timeoutMs: 5000,
        environment: {},
        secrets: {},
        scaling: { ...DEFAULT_SCALING, ...scaling },
        egress: DEFAULT_EGRESS,
        storageMb: LIMITS.storageMb.default,
        requireIsolation: false,
        ...settings,
      }
      const revision: Revision = { id: digestOf(configuration), ...configuration }
      return of(revision)
    },
    of,
    async [Symbol.asyncDispose]() {
      await engine.close(0)
      if (options.home === undefined) await rm(home, { recursive: true, force: true })
    },
  }
}

async function call(engine: Engine, revision: Revision, input: CallInput, options: RunOptions = {}): Promise<Ran> {
  const chunks: Uint8Array[] = []
  const lines: CapturedLine[] = []
  let head: ResponseHead | null = null
  const report = await engine.invoke(
    {
      revision,
      input,
      context: {
        invocationId: options.invocationId ?? randomUUID(),
        space: 'tests',
        function: 'under-test',
        version: 'draft',
        qualifier: 'draft',
        trigger: input.kind === 'http' ? 'http' : 'api',
        triggerName: null,
        traceId: '0af7651916cd43dd8448eb211c80319c',
        hops: 0,
      },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    },
    {
      head: (given) => void (head = given),
      data(chunk) {
        chunks.push(chunk)
        return options.onData?.(chunk)
      },
      log(line) {
        lines.push(line)
        options.onLine?.(line)
      },
      ask: (request) =>
        options.onAsk?.(request) ??
        Promise.resolve({ ok: false, code: 'NotFound', message: `There is no operation ${request.operation}` }),
      invoke: (inner) =>
        options.onInvoke?.(inner) ??
        Promise.resolve({
          ok: false,
          invocationId: null,
          code: 'NotFound',
          error: { name: 'NotFound', message: `There is no function '${inner.function}'` },
        }),
    },
  )
  const body = Buffer.concat(chunks)
  const text = body.toString('utf8')
  return { report, head, body, text, lines, value: parsed(text) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function httpInput({
  method = 'GET',
  path = '/',
  query = '',
  headers = {},
  body = '',
}: Partial<HttpRequest>): CallInput {
  const { cookie, ...others } = headers
  const event: HttpEvent = {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers: { host: 'functions.example', ...others },
    ...(query === '' ? {} : { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    requestContext: {
      accountId: 'anonymous',
      apiId: 'tests',
      domainName: 'functions.example',
      domainPrefix: 'functions',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'vitest' },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: '12/Mar/2026:19:03:58 +0000',
      timeEpoch: 1773342238000,
    },
  }
  return { kind: 'http', event: JSON.stringify(event), body: Buffer.from(body) }
}
