import { z } from 'zod'
import type { ExecutionError, ProblemCode } from './errors.ts'
import type { LogLevel } from './log-levels.ts'
import type { InvocationStatus } from './statuses.ts'
import type { Runtime } from './functions.ts'
import { Qualifier } from './names.ts'
import { LIMITS } from './limits.ts'

/** Minutes after which a debug session ends. */
export const DEBUG_MINUTES = 30

/** Runtimes whose code can be debugged. */
export const hasDebugger = (runtime: Runtime): boolean => runtime.startsWith('nodejs') || runtime.startsWith('python')

/** Runtimes to which the DevTools of Chrome attach. */
export const hasDevTools = (runtime: Runtime): boolean => runtime.startsWith('nodejs')

export const DebugInfo = z.object({
  supported: z.boolean().meta({ description: 'Whether the draft’s runtime has a step debugger' }),
  minutes: z.number().meta({ description: 'How long a session may take' }),
})

export const DebugQuery = z.strictObject({
  qualifier: Qualifier.default('draft'),
  invocation: z
    .uuid()
    .optional()
    .meta({ description: 'Debug the version that ran this invocation, with its recorded input' }),
})

/** Commands of V8's inspector that a debug session accepts; Python has most of them. Others are answered with an error. */
export const DEBUG_COMMANDS = [
  'Debugger.continueToLocation',
  'Debugger.disable',
  'Debugger.enable',
  'Debugger.evaluateOnCallFrame',
  'Debugger.getPossibleBreakpoints',
  'Debugger.getScriptSource',
  'Debugger.pause',
  'Debugger.removeBreakpoint',
  'Debugger.restartFrame',
  'Debugger.resume',
  'Debugger.setAsyncCallStackDepth',
  'Debugger.setBlackboxPatterns',
  'Debugger.setBreakpointByUrl',
  'Debugger.setBreakpointsActive',
  'Debugger.setInstrumentationBreakpoint',
  'Debugger.setPauseOnExceptions',
  'Debugger.setSkipAllPauses',
  'Debugger.setVariableValue',
  'Debugger.stepInto',
  'Debugger.stepOut',
  'Debugger.stepOver',
  'Runtime.awaitPromise',
  'Runtime.callFunctionOn',
  'Runtime.enable',
  'Runtime.evaluate',
  'Runtime.getProperties',
  'Runtime.releaseObject',
  'Runtime.releaseObjectGroup',
  'Runtime.runIfWaitingForDebugger',
] as const
export type DebugCommand = (typeof DEBUG_COMMANDS)[number]

/** What the DevTools send besides: the profiler, the heap, and what their console needs. */
export const DEVTOOLS_COMMANDS = [
  'Debugger.getStackTrace',
  'Debugger.searchInContent',
  'Debugger.setBlackboxedRanges',
  'Debugger.setBreakpoint',
  'HeapProfiler.collectGarbage',
  'HeapProfiler.disable',
  'HeapProfiler.enable',
  'HeapProfiler.getHeapObjectId',
  'HeapProfiler.getObjectByHeapObjectId',
  'HeapProfiler.getSamplingProfile',
  'HeapProfiler.startSampling',
  'HeapProfiler.startTrackingHeapObjects',
  'HeapProfiler.stopSampling',
  'HeapProfiler.stopTrackingHeapObjects',
  'HeapProfiler.takeHeapSnapshot',
  'Profiler.disable',
  'Profiler.enable',
  'Profiler.setSamplingInterval',
  'Profiler.start',
  'Profiler.stop',
  'Runtime.compileScript',
  'Runtime.disable',
  'Runtime.discardConsoleEntries',
  'Runtime.getExceptionDetails',
  'Runtime.getHeapUsage',
  'Runtime.getIsolateId',
  'Runtime.globalLexicalScopeNames',
  'Runtime.queryObjects',
  'Runtime.runScript',
] as const

/** Two front ends share a session: the panel of the Code page, and the DevTools. Each has breakpoints of its own. */
export const DEBUG_CHANNELS = ['panel', 'devtools'] as const
export type DebugChannel = (typeof DEBUG_CHANNELS)[number]

/** What a debugger sends over the socket of its session. */
export const DebugRequest = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('command'),
    channel: z.enum(DEBUG_CHANNELS).default('panel'),
    id: z.int().min(0),
    method: z.string().max(100),
    params: z.record(z.string(), z.unknown()).optional(),
  }),
  /** Runs a call with this event: JSON text. */
  z.strictObject({ type: z.literal('call'), event: z.string().max(LIMITS.requestBytes) }),
])
export type DebugRequest = z.infer<typeof DebugRequest>
export type DebugRequestInput = z.input<typeof DebugRequest>

/** What the server sends. */
export type DebugNews =
  | {
      type: 'started'
      instanceId: string
      /** Null: the draft. */
      version: number | null
      revision: string
      runtime: Runtime
      memoryMb: number
      timeoutMs: number
      endsAt: string
      /** The recorded input of the invocation that is debugged. */
      event: { text: string; truncated: boolean } | null
    }
  | { type: 'answer'; channel: DebugChannel; id: number; result?: unknown; error?: { message: string } }
  | { type: 'event'; channel: DebugChannel; method: string; params: unknown }
  | {
      /** Comes before each `Debugger.paused` of the panel. */
      type: 'held'
      /** Milliseconds that the call has used of its time limit, which is held; null: no call runs. */
      ranMs: number | null
      memoryMb: number | null
    }
  /** Every few seconds: a browser is not told of a connection that is lost. */
  | { type: 'alive' }
  | { type: 'line'; time: number; level: LogLevel; message: string }
  | {
      type: 'result'
      status: InvocationStatus
      error: ExecutionError | null
      durationMs: number
      peakMemoryMb: number | null
      /** The answer as text. */
      output: string
    }
  | { type: 'ended'; code: ProblemCode | null; reason: string }
