import { hasDevTools, type DebugNews } from '@alcove/contract'
import { createStore } from '../store.ts'
import { placeOf, type Breakpoints } from './breakpoints.ts'
import { framesOf, type Frame, type Paused, type Scope, type Value } from './frames.ts'
import { GUEST, Sources } from './sources.ts'
import { shown } from './shown.ts'
import { propertiesOf, scopeNow, type Variable } from './scope-now.ts'
import { V8Breakpoints, type Command } from './v8-breakpoints.ts'
import { said } from '../../../../i18n/said.ts'
import { DebugConnection } from './connection.ts'

export type Entry =
  | { kind: 'line'; time: number; level: string; text: string }
  | { kind: 'asked'; text: string }
  | { kind: 'answered'; value: Value }
  /** For a promise that cannot settle while the code is held. */
  | { kind: 'waits' }
  | { kind: 'wrong'; text: string }
  /** The code failed to load, and loads once more to pause where it threw. */
  | { kind: 'again' }
  | ({ kind: 'result' } & Pick<Extract<DebugNews, { type: 'result' }>, 'error' | 'output'>)

export interface DebugState {
  /** Returned: the call is over, and another one can be made. */
  phase: 'starting' | 'running' | 'paused' | 'returned' | 'ended'
  started: Extract<DebugNews, { type: 'started' }> | null
  /** Why it is paused or has ended. */
  reason: string
  /** It ended without a word of the server. */
  lost: boolean
  /** It is paused because a step has ended. */
  afterStep: boolean
  /** How often each breakpoint has stopped it. */
  hits: Readonly<Record<string, number>>
  /** The lines at which breakpoints stop that lie on lines without code. */
  moved: Readonly<Record<string, number>>
  frames: readonly Frame[]
  /** The frame whose scopes are shown. */
  frame: number
  entries: readonly Entry[]
  /** A call runs, or is held. */
  calling: boolean
  /** At the last pause. */
  held: Extract<DebugNews, { type: 'held' }> | null
  /** Counts stops, so that values are read again. */
  stop: number
}

export type PauseOn = 'none' | 'uncaught' | 'all'

interface Options {
  space: string
  fn: string
  /** Debug what this invocation ran, or else the qualifier. */
  invocation: string | null
  qualifier: string
  paths: readonly string[]
  breakpoints: Breakpoints
  pauseOn: PauseOn
  /** JSON text, and what it is called. */
  event: { text: string; label: string }
  /** With this error the code failed to load a moment ago: pause where it is thrown. */
  loadError?: string | undefined
  /** Nothing paused, and the code failed to load. */
  onLoadFailed?(message: string): void
}

const RETURNED = { phase: 'returned', frames: [] } as const
const MAX_ENTRIES = 2000
/** What steps skip. */
const SKIPPED = ['^node:', GUEST, '/node_modules/']
const OURS = new RegExp(`^node:|${GUEST}`)
/** Milliseconds that an expression may take: one that never ends would hold the session. */
const EVALUATE_MS = 5_000

/** One debug session: what the panel shows of it, and asks of it. */
export class DebugSession {
  readonly state = createStore<DebugState>({
    phase: 'starting',
    started: null,
    reason: '',
    lost: false,
    afterStep: false,
    hits: {},
    moved: {},
    frames: [],
    frame: 0,
    entries: [],
    calling: false,
    held: null,
    stop: 0,
  })
  readonly #connection: DebugConnection
  readonly #options: Options
  readonly #sources: Sources
  readonly #breakpoints: V8Breakpoints
  readonly #unsubscribe: () => void
  /** The port of the DevTools while they are open. */
  #devTools: MessagePort | null = null
  /** Variables may have other values than at the pause. */
  #assigned = false
  #stepping = false
  #loadError: string | undefined
  /** Ids of scripts of the runtime and the guest. */
  readonly #ours = new Set<string>()

  constructor(options: Options) {
    this.#options = options
    this.#loadError = options.loadError
    this.#sources = new Sources(options.paths)
    const { invocation, qualifier } = options
    const query = new URLSearchParams(invocation === null ? { qualifier } : { invocation })
    const path = `/api/v1/spaces/${options.space}/functions/${options.fn}/debug?${query}`
    this.#connection = new DebugConnection(path, {
      onNews: (news) => this.#receive(news),
      onLost: () => this.#end('', true),
    })
    const command: Command = (method, params) => this.command(method, params)
    this.#breakpoints = new V8Breakpoints(options.breakpoints, this.#sources, command, {
      onPlaced: (breakpoint, { line }) =>
        this.state.update((state) => ({ ...state, moved: { ...state.moved, [placeOf(breakpoint)]: line } })),
      onRefused: (breakpoint, { message }) => this.#say({ kind: 'wrong', text: `${placeOf(breakpoint)}: ${message}` }),
    })
    if (options.loadError !== undefined) this.#say({ kind: 'again' })
    this.#unsubscribe = options.breakpoints.subscribe(() => this.#breakpoints.apply())
  }

  get event(): Options['event'] {
    return this.#options.event
  }

  get #isNode(): boolean {
    const { started } = this.state.snapshot()
    return started !== null && hasDevTools(started.runtime)
  }

  get frame(): Frame | undefined {
    const { frames, frame } = this.state.snapshot()
    return frames[frame]
  }

  command<T>(method: string, params: Record<string, unknown> = {}): Promise<T> {
    return this.#connection.command<T>(method, params)
  }

  /** A step or "continue". Does not wait for the answer: V8 reports what happens. */
  go(method: 'resume' | 'pause' | 'stepOver' | 'stepInto' | 'stepOut'): void {
    this.#stepping = method.startsWith('step')
    this.command(`Debugger.${method}`).catch(() => {})
  }

  /** Runs a call with the event, the first or another one. */
  call(): void {
    this.#stepping = false
    this.state.update((state) => ({ ...state, phase: 'running', calling: true }))
    this.#connection.send({ type: 'call', event: this.event.text })
  }

  /** Continues, or calls again after a call. */
  proceed(): void {
    if (this.state.snapshot().phase === 'returned') this.call()
    else this.go('resume')
  }

  runTo(path: string, line: number): void {
    const found = this.#sources.locate(path, line)
    if (found === null) return
    const { scriptId, lineNumber, columnNumber } = found
    this.#stepping = false
    this.command('Debugger.continueToLocation', { location: { scriptId, lineNumber, columnNumber } }).catch(() => {})
  }

  async restartFrame(): Promise<void> {
    const { frame } = this
    if (frame?.id) await this.command('Debugger.restartFrame', { callFrameId: frame.id, mode: 'StepInto' })
  }

  select(frame: number): void {
    this.state.update((state) => ({ ...state, frame }))
  }

  async pauseOn(state: PauseOn): Promise<void> {
    await this.command('Debugger.setPauseOnExceptions', { state })
  }

  /** Evaluates in the selected frame; outside of a pause, in the global scope. @throws what the expression throws */
  async evaluate(expression: string, quiet = false): Promise<Value> {
    const { frame } = this
    const limited = { throwOnSideEffect: quiet, timeout: EVALUATE_MS }
    const common = { expression, ...limited, generatePreview: true, objectGroup: 'panel' }
    return valueOf(
      await (frame?.id
        ? this.command<Evaluated>('Debugger.evaluateOnCallFrame', { callFrameId: frame.id, ...common })
        : this.command<Evaluated>('Runtime.evaluate', { ...common, awaitPromise: true, replMode: true })),
    )
  }

  async ask(expression: string): Promise<void> {
    this.#say({ kind: 'asked', text: expression })
    try {
      const awaits = this.frame?.id && /\bawait\b/.test(expression) && this.#isNode
      this.#say({ kind: 'answered', value: await (awaits ? this.#await(expression) : this.evaluate(expression)) })
    } catch (error) {
      this.#say({ kind: 'wrong', text: (error as Error).message })
    }
    // It may have changed values that are shown.
    this.#readAgain()
  }

  /**
   * V8 takes no `await` at a pause, and no promise settles before the code goes on. The expression begins now, and is
   * answered then.
   */
  async #await(expression: string): Promise<Value> {
    const { objectId } = await this.evaluate(`(async () => (${expression}\n))()`)
    const answer = this.command<Evaluated>('Runtime.awaitPromise', { promiseObjectId: objectId, generatePreview: true })
    this.#say({ kind: 'waits' })
    return valueOf(await answer)
  }

  async properties(of: Value): Promise<readonly Variable[]> {
    const command: Command = (method, params) => this.command(method, params)
    const found = await propertiesOf(command, of)
    // Python reads its scopes anew each time.
    if (!this.#assigned || !this.#isNode) return found
    return scopeNow(command, this.state.snapshot().frames, of, found).catch(() => found)
  }

  /** Changes a variable, and says in the console why it could not. */
  async change(scope: Scope, variableName: string, expression: string): Promise<void> {
    const { frame } = this
    if (!frame?.id) return
    try {
      const { value, objectId, unserializableValue } = await this.evaluate(expression)
      await this.command('Debugger.setVariableValue', {
        scopeNumber: scope.number,
        variableName,
        newValue: objectId ? { objectId } : unserializableValue ? { unserializableValue } : { value },
        callFrameId: frame.id,
      })
      this.#readAgain()
    } catch (error) {
      this.#say({ kind: 'asked', text: `${variableName} = ${expression}` })
      this.#say({ kind: 'wrong', text: (error as Error).message })
    }
  }

  /** Connects the DevTools, whose messages are those of the inspector as text. @returns a function that detaches them */
  attachDevTools(port: MessagePort): () => void {
    this.#devTools = port
    port.addEventListener('message', ({ data }) => {
      const { id, method, params } = JSON.parse(String(data)) as Message
      this.#connection.send({ type: 'command', channel: 'devtools', id, method, params })
    })
    port.start()
    return () => {
      this.#devTools = null
      port.close()
      // Their breakpoints and profiles would go on.
      for (const domain of ['Profiler', 'HeapProfiler', 'Debugger', 'Runtime']) {
        this.#connection.send({ type: 'command', channel: 'devtools', id: 0, method: `${domain}.disable` })
      }
    }
  }

  close(): void {
    this.#end('')
  }

  #readAgain(): void {
    this.#assigned = true
    this.state.update((state) => ({ ...state, stop: state.stop + 1 }))
  }

  #receive(news: DebugNews): void {
    switch (news.type) {
      case 'alive':
        return
      case 'started':
        this.state.update((state) => ({ ...state, phase: 'running', started: news }))
        return void this.#begin().catch((error: unknown) => this.#end(String(error)))
      case 'answer':
        return this.#tellDevTools(news)
      case 'event':
        if (news.channel === 'devtools') return this.#tellDevTools(news)
        return this.#event(news.method, news.params as never)
      case 'line':
        return this.#say({ kind: 'line', time: news.time, level: news.level, text: news.message })
      case 'held':
        return this.state.update((state) => ({ ...state, held: news }))
      case 'result':
        if (news.status === 'initError' && this.#failedUnseen(news.error?.message)) return
        this.#say({ kind: 'result', error: news.error, output: news.output })
        return this.state.update((state) => ({
          ...state,
          calling: false,
          ...(state.phase === 'running' && RETURNED),
        }))
      case 'ended':
        return this.#end(said(news.reason))
    }
  }

  /** V8 takes an error for caught that leaves the loading code: it is seen only by loading again. */
  #failedUnseen(message = ''): boolean {
    const { pauseOn, loadError, onLoadFailed } = this.#options
    if (!this.#isNode || pauseOn !== 'uncaught' || loadError !== undefined || message === '') return false
    if (onLoadFailed === undefined) return false
    this.close()
    onLoadFailed(message)
    return true
  }

  #tellDevTools({ type: _type, channel: _channel, ...message }: Extract<DebugNews, { channel: unknown }>): void {
    this.#devTools?.postMessage(JSON.stringify(message))
  }

  /** Sets everything up before the code is loaded, loads it, and runs the call. */
  async #begin(): Promise<void> {
    const { pauseOn } = this.#options
    await Promise.all([
      this.command('Runtime.enable'),
      this.command('Debugger.enable'),
      this.command('Debugger.setAsyncCallStackDepth', { maxDepth: 16 }),
      this.command('Debugger.setBlackboxPatterns', { patterns: SKIPPED }),
      // Stops bundles before they run, so that breakpoints in them can be set.
      this.command('Debugger.setInstrumentationBreakpoint', { instrumentation: 'beforeScriptWithSourceMapExecution' }),
      this.pauseOn(this.#loadError === undefined ? pauseOn : 'all'),
    ])
    this.#breakpoints.apply()
    await this.#breakpoints.applied
    await this.command('Runtime.runIfWaitingForDebugger')
    this.call()
  }

  #event(method: string, params: never): void {
    if (method === 'Debugger.scriptParsed') {
      const { url, scriptId } = params as { url: string; scriptId: string }
      if (OURS.test(url)) this.#ours.add(scriptId)
      else if (this.#sources.add(params)) this.#breakpoints.apply()
    } else if (method === 'Debugger.paused') this.#paused(params)
    else if (method === 'Debugger.breakpointResolved') this.#breakpoints.resolved(params)
    else if (method === 'Debugger.resumed') {
      this.state.update((state) =>
        state.phase === 'paused' ? { ...state, ...(state.calling ? { phase: 'running' } : RETURNED) } : state,
      )
    }
  }

  #paused(paused: Paused): void {
    const { reason, data, hitBreakpoints = [] } = paused
    if (reason === 'instrumentation') {
      this.#breakpoints.apply()
      void this.#breakpoints.applied.then(() => this.go('resume'))
      return
    }
    this.#assigned = false
    const frames = framesOf(paused, this.#sources)
    const thrown = reason === 'exception' || reason === 'promiseRejection'
    if (thrown && this.#passes(paused)) return this.go('resume')
    // An error is shown where the author's code threw it, even from inside a package.
    const first = Math.max(
      0,
      frames.findIndex(({ id, place }) => id !== null && place !== null),
    )
    const hit = this.#breakpoints.placesOf(hitBreakpoints)
    this.state.update((state) => ({
      ...state,
      phase: 'paused',
      afterStep: this.#stepping && !thrown && hit.length === 0,
      hits: { ...state.hits, ...Object.fromEntries(hit.map((place) => [place, (state.hits[place] ?? 0) + 1])) },
      reason: thrown ? (data ? shown(data) : 'exception') : '',
      frames,
      frame: first,
      stop: state.stop + 1,
    }))
  }

  /** Whether an error that is thrown stops nothing: one on its way through the runtime, or not the one that is looked for. */
  #passes({ callFrames, data }: Paused): boolean {
    if (callFrames.every(({ location }) => this.#ours.has(location.scriptId))) return true
    if (this.#loadError === undefined) return false
    const [first = ''] = this.#loadError.split('\n', 1)
    const said = data?.subtype === 'error' ? (data.description ?? '').includes(first) : first.includes(shownOf(data))
    if (!said) return true
    this.#loadError = undefined
    this.pauseOn(this.#options.pauseOn).catch(() => {})
    return false
  }

  #say(entry: Entry): void {
    this.state.update((state) => ({ ...state, entries: [...state.entries, entry].slice(-MAX_ENTRIES) }))
  }

  #end(reason: string, lost = false): void {
    this.#connection.close()
    this.#unsubscribe()
    this.state.update((state) =>
      state.phase === 'ended' ? state : { ...state, phase: 'ended', reason, lost, frames: [] },
    )
  }
}

/** What a message of the server says of a thrown value that is no error. */
const shownOf = (value: Value | undefined): string => (value?.objectId === undefined && value ? shown(value) : '')

interface Message {
  id: number
  method: string
  params?: Record<string, unknown>
}

interface Evaluated {
  result: Value
  exceptionDetails?: { text: string; exception?: Value }
}

/** @throws what the expression throws */
function valueOf({ result, exceptionDetails }: Evaluated): Value {
  if (exceptionDetails === undefined) return result
  throw new Error(exceptionDetails.exception?.description?.split('\n')[0] ?? exceptionDetails.text)
}
