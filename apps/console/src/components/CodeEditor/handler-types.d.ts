/** Types of what a function receives: `import type { Handler } from 'alcove'`. */
declare module 'alcove' {
  /** What Alcove tells a handler about the call it is serving. */
  export interface Context {
    /** Id of this invocation; its logs and record are found by it. */
    readonly requestId: string
    /** The same id, under the name AWS Lambda gives it. */
    readonly awsRequestId: string
    readonly space: string
    readonly functionName: string
    /** `"draft"`, or the number of the version as text. */
    readonly functionVersion: string
    /** What the caller named: `"draft"`, an alias or a version. */
    readonly qualifier: string
    /** `alcove:space:function:qualifier` */
    readonly invokedFunctionArn: string
    readonly runtime: string
    readonly memoryLimitInMB: string
    /** When the call times out, in milliseconds since 1970. */
    readonly deadlineMs: number
    /** What started the call; `name` is the trigger's. */
    readonly trigger: {
      readonly type: 'api' | 'console' | 'http' | 'gateway' | 'timer' | 'bucket' | 'log' | 'event' | 'function'
      readonly name: string | null
    }
    /** W3C trace id: 32 hexadecimal digits. */
    readonly traceId: string
    /** Writes a line of that level. */
    readonly log: Readonly<Record<'trace' | 'debug' | 'info' | 'warn' | 'error', (...values: unknown[]) => void>>
    /** Milliseconds left before the call times out. */
    getRemainingTimeInMillis(): number
  }

  /** The editor adds the parameters of the function, if it declares some. */
  export interface Declared {}
  type DeclaredEvent = Declared extends { params: infer Params } ? Params : unknown

  /** `export const handler: Handler<MyEvent> = async (event, context) => value` */
  export type Handler<Event = DeclaredEvent, Result = unknown> = (
    event: Event,
    context: Context,
  ) => Result | Promise<Result>

  /** The event of a function URL: AWS payload format 2.0. */
  export interface HttpEvent {
    version: '2.0'
    routeKey: string
    rawPath: string
    rawQueryString: string
    cookies?: string[]
    headers: Record<string, string>
    queryStringParameters?: Record<string, string>
    pathParameters?: Record<string, string>
    /** Base64 when `isBase64Encoded`. */
    body?: string
    isBase64Encoded: boolean
    requestContext: {
      accountId: string
      apiId: string
      domainName: string
      domainPrefix: string
      http: { method: string; path: string; protocol: string; sourceIp: string; userAgent: string }
      requestId: string
      routeKey: string
      stage: string
      time: string
      timeEpoch: number
    }
  }

  /** What a function URL answers. Any other value becomes a 200 with that value as JSON. */
  export interface HttpResult {
    statusCode?: number
    headers?: Record<string, string | number | boolean>
    cookies?: string[]
    body?: string
    isBase64Encoded?: boolean
  }

  /** `import { alcove } from 'alcove'`: what a function can ask of the platform. */
  export const alcove: {
    /**
     * Calls another function of the same space and waits for what it returns.
     * @param event anything JSON can say, up to 768 KB
     * @throws {InvokeError} when it fails, or cannot be called
     */
    // oxlint-disable-next-line typescript/no-explicit-any -- as JSON.parse: what comes back is the other's business
    invoke<Result = any>(
      name: string,
      event?: unknown,
      options?: {
        /** An alias or a version; left out: the draft. */
        qualifier?: string | number
        /** Do not wait: the answer is `{ id, state }` of a task, which runs on its own, with retries. */
        async?: boolean
        /** Of a task: however often this function calls with the same key, there is one. */
        idempotencyKey?: string
        /** Of a task: runs this much later, at most 14 days. */
        delaySeconds?: number
      },
    ): Promise<Result>

    /** A bucket of the same space. */
    bucket(name: string): Bucket

    /**
     * Publishes an event of the space, or several: triggers of the type `event` start functions with those that match.
     * What is left out of `specversion`, `id`, `source` and `time` is filled in.
     */
    publish(
      events: PublishedEvent | PublishedEvent[],
    ): Promise<{ id: string; eventId: string | null; duplicate: boolean }[]>
  }
  export default alcove

  /** An event by CloudEvents 1.0. Further attributes are extensions. */
  export interface PublishedEvent {
    type: string
    data?: unknown
    subject?: string
    id?: string
    source?: string
    [extension: string]: unknown
  }

  /** Objects by key. Whatever the platform refuses is an {@link AlcoveError}. */
  export interface Bucket {
    readonly name: string
    /**
     * Opens an object for reading.
     * @param range bytes, `end` included
     * @throws {AlcoveError} `NotFound` when there is none
     */
    get(key: string, range?: { start?: number; end?: number }): Promise<BucketObject>
    /** What is known of an object, without its content. @throws {AlcoveError} `NotFound` when there is none */
    head(key: string): Promise<ObjectInfo>
    /**
     * Writes an object.
     * @param content a stream may be of any length, up to 5 GiB
     * @throws {AlcoveError} `PreconditionFailed`, `InsufficientStorage` …; nothing has changed then
     */
    put(
      key: string,
      content:
        | string
        | Uint8Array
        | ArrayBuffer
        | Blob
        | Response
        | AsyncIterable<string | Uint8Array>
        | Iterable<string | Uint8Array>
        | ReadableStream<string | Uint8Array>,
      options?: {
        /** Left out: text for a string, that of a Blob or Response, or `application/octet-stream`. */
        contentType?: string
        metadata?: Record<string, string>
        /** Only if the object has this etag. */
        ifMatch?: string
        /** Only if there is none yet. */
        ifNoneMatch?: '*'
      },
    ): Promise<ObjectInfo>
    /** A page of objects by key. With the delimiter "/", folders are in `prefixes`. */
    list(options?: {
      prefix?: string
      delimiter?: string
      /** Up to 1,000; left out: 200. */
      limit?: number
      /** `nextCursor` of the page before. */
      cursor?: string
    }): Promise<{ items: ObjectInfo[]; prefixes: string[]; nextCursor: string | null }>
    /** Deletes an object. A missing object is not an error. */
    delete(key: string, options?: { ifMatch?: string }): Promise<void>
  }

  export interface ObjectInfo {
    readonly key: string
    /** Bytes of the whole object. */
    readonly size: number
    readonly etag: string
    readonly contentType: string
    readonly metadata: Record<string, string>
    /** ISO 8601. */
    readonly updatedAt: string
    readonly updatedBy: string | null
  }

  /** An object with its content, which can be read once, in one of these ways. */
  export interface BucketObject extends ObjectInfo {
    readonly body: ReadableStream<Uint8Array>
    readonly bodyUsed: boolean
    stream(): ReadableStream<Uint8Array>
    bytes(): Promise<Uint8Array>
    text(): Promise<string>
    // oxlint-disable-next-line typescript/no-explicit-any -- as Response.json()
    json<Value = any>(): Promise<Value>
  }

  /** The platform refused a request, or could not do it. */
  export class AlcoveError extends Error {
    /** As in problem documents of the API: `NotFound`, `PreconditionFailed`, `InsufficientStorage`… */
    readonly code: string
  }

  /** The other function failed, or was not reached. `name` and `message` are what it threw. */
  export class InvokeError extends Error {
    /** Which kind of failure: `FunctionError`, `Timeout`, `NotFound`, `LoopDetected`… */
    readonly code: string
    /** The id of the other function's invocation; null when there was none. */
    readonly invocationId: string | null
  }

  /** A module that speaks web standards: `export default { fetch(request, context) }`. */
  export interface FetchModule {
    fetch(request: Request, context: Context): Response | Promise<Response>
  }
}
