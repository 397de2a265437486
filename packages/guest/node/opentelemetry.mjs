/**
 * What `@opentelemetry/api` finds as its global when no SDK is there: spans that code makes with it become spans of the
 * call. https://github.com/open-telemetry/opentelemetry-js/blob/main/api/src/internal/global-utils.ts
 */
import { existsSync } from 'node:fs'
import { active, callNow, Span } from './spans.mjs'

const GLOBAL = Symbol.for('opentelemetry.js.api.1')
/** The API takes a global of its own major version and of no smaller minor one. */
const VERSION = '1.99.0'
/** The API's key of the span in a context. */
const SPAN_KEY = Symbol.for('OpenTelemetry Context Key SPAN')
const KINDS = ['internal', 'server', 'client', 'producer', 'consumer']
const ERROR = 2
/** The name changed with version 3. */
const SDKS = ['sdk-trace-base', 'sdk-trace']

/**
 * A function that brings an SDK has set up where its spans go.
 * @param {string} taskFolder
 */
export function offerOpenTelemetry(taskFolder) {
  const brings =
    process.env.OTEL_TRACES_EXPORTER !== undefined ||
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined ||
    SDKS.some((name) => existsSync(`${taskFolder}/node_modules/@opentelemetry/${name}`))
  const global = /** @type {Record<symbol, unknown>} */ (/** @type {unknown} */ (globalThis))
  if (brings || GLOBAL in globalThis) return
  global[GLOBAL] = { version: VERSION, trace: { getTracer: () => tracer }, context: contexts }
}

/**
 * Runs code so that the spans that an SDK makes in it are children of the call's.
 * @template T
 * @param {{ traceId: string, invocationId: string }} call
 * @param {() => T} run
 * @returns {T}
 */
export function withinTrace({ traceId, invocationId }, run) {
  const global = /** @type {Record<symbol, any>} */ (/** @type {unknown} */ (globalThis))
  const manager = global[GLOBAL]?.context
  if (typeof manager?.with !== 'function' || manager === contexts) return run()
  const spanId = invocationId.replaceAll('-', '').slice(0, 16)
  const spanContext = () => ({ traceId, spanId, traceFlags: 1, isRemote: true })
  const parent = { ...NOTHING, spanContext, isRecording: () => false }
  return manager.with(manager.active().setValue(SPAN_KEY, parent), run)
}

class Context {
  /** @param {ReadonlyMap<symbol, unknown>} [values] */
  constructor(values = new Map()) {
    this.values = values
  }

  /** @param {symbol} key */
  getValue(key) {
    return this.values.get(key)
  }

  /**
   * @param {symbol} key
   * @param {unknown} value
   */
  setValue(key, value) {
    return new Context(new Map(this.values).set(key, value))
  }

  /** @param {symbol} key */
  deleteValue(key) {
    const values = new Map(this.values)
    values.delete(key)
    return new Context(values)
  }
}

const ROOT = new Context()

const contexts = {
  active() {
    const span = active.getStore()
    return span === undefined ? ROOT : ROOT.setValue(SPAN_KEY, shown(span))
  },
  /**
   * @param {{ getValue(key: symbol): unknown }} context
   * @param {(...given: unknown[]) => unknown} run
   * @param {unknown} self
   * @param {unknown[]} given
   */
  with(context, run, self, ...given) {
    const span = spanIn(context)
    return span === undefined ? run.apply(self, given) : active.run(span, () => run.apply(self, given))
  },
  /**
   * @param {{ getValue(key: symbol): unknown }} context
   * @param {unknown} target
   */
  bind(context, target) {
    if (typeof target !== 'function') return target
    return (/** @type {unknown[]} */ ...given) =>
      contexts.with(context, /** @type {any} */ (target), undefined, ...given)
  },
  enable: () => contexts,
  disable: () => contexts,
}

/** Our spans by the objects that code holds. @type {WeakMap<object, Span>} */
const spans = new WeakMap()
/** @type {WeakMap<Span, object>} */
const objects = new WeakMap()

/** @param {{ getValue(key: symbol): unknown } | undefined} context */
function spanIn(context) {
  const held = context?.getValue(SPAN_KEY)
  return typeof held === 'object' && held !== null ? spans.get(held) : undefined
}

const tracer = {
  /**
   * @param {string} name
   * @param {{ kind?: number, attributes?: Record<string, unknown>, root?: boolean }} [options]
   * @param {{ getValue(key: symbol): unknown }} [context]
   */
  startSpan(name, options = {}, context = contexts.active()) {
    const call = callNow()
    if (call === undefined) return NOTHING
    const span = new Span(
      call,
      String(name),
      KINDS[options.kind ?? 0] ?? 'internal',
      options.root ? undefined : spanIn(context),
    )
    for (const [key, value] of Object.entries(options.attributes ?? {})) span.set(key, value)
    return shown(span)
  },
  /**
   * `(name, run)`, `(name, options, run)` or `(name, options, context, run)`.
   * @param {string} name
   * @param {unknown[]} given
   */
  startActiveSpan(name, ...given) {
    const run = /** @type {(span: object) => unknown} */ (given.pop())
    const [options, context] = /** @type {[any, any]} */ (given)
    const held = tracer.startSpan(name, options, context)
    const span = spans.get(held)
    return span === undefined ? run(held) : active.run(span, () => run(held))
  },
}

/**
 * A span as the API has it.
 * @param {Span} span
 */
function shown(span) {
  const known = objects.get(span)
  if (known !== undefined) return known
  const held = {
    spanContext: () => ({ traceId: span.call.traceId, spanId: span.id, traceFlags: 1 }),
    setAttribute: (/** @type {string} */ key, /** @type {unknown} */ value) =>
      (span.set(String(key), value), held),
    setAttributes(/** @type {Record<string, unknown>} */ values) {
      for (const [key, value] of Object.entries(values ?? {})) span.set(key, value)
      return held
    },
    addEvent: () => held,
    addLink: () => held,
    addLinks: () => held,
    setStatus(/** @type {{ code?: number, message?: string }} */ status) {
      if (status?.code === ERROR) span.fail(status.message ?? 'Error')
      return held
    },
    updateName: (/** @type {string} */ name) =>
      ((span.name = String(name)), held),
    end: () => span.end(),
    isRecording: () => !span.ended,
    recordException: (/** @type {unknown} */ error) => span.fail(error),
  }
  spans.set(held, span)
  objects.set(span, held)
  return held
}

/** The span of code that belongs to no call. */
const NOTHING = {
  spanContext: () => ({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 }),
  setAttribute: () => NOTHING,
  setAttributes: () => NOTHING,
  addEvent: () => NOTHING,
  addLink: () => NOTHING,
  addLinks: () => NOTHING,
  setStatus: () => NOTHING,
  updateName: () => NOTHING,
  end() {},
  isRecording: () => false,
  recordException() {},
}
