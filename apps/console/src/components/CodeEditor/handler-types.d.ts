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

  /** `export const handler: Handler<MyEvent> = async (event, context) => value` */
  export type Handler<Event = unknown, Result = unknown> = (event: Event, context: Context) => Result | Promise<Result>

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
     * @param event anything JSON can say, up to 24 MB
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
      },
    ): Promise<Result>
  }
  export default alcove

  /** The other function failed, or was not reached. `name` and `message` are what it threw. */
  export class InvokeError extends Error {
    /** Which kind of failure: `FunctionError`, `Timeout`, `NotFound`, `LoopDetected`… */
    readonly code: string
    /** Of the other function's invocation; null when there was none. */
    readonly invocationId: string | null
  }

  /** A module that speaks web standards: `export default { fetch(request, context) }`. */
  export interface FetchModule {
    fetch(request: Request, context: Context): Response | Promise<Response>
  }
}
