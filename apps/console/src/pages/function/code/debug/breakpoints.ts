import { createStore, type Store } from '../store.ts'

/** A place where the code stops, or writes a line. Lines are 1-based, as the editor counts. */
export interface Breakpoint {
  path: string
  line: number
  enabled: boolean
  /** Stop only when it is true. */
  condition?: string
  /** Stop only from this hit on. */
  hits?: number
  /** Write its value as a log line and do not stop. */
  log?: string
}

export type Breakpoints = Store<readonly Breakpoint[]>

const KEPT = 'alcove-breakpoints'

/** Breakpoints of a function. They survive a reload of the page. */
export function breakpointsOf(space: string, fn: string): Breakpoints {
  const key = `${KEPT}:${space}/${fn}`
  const store = createStore<readonly Breakpoint[]>(read(key))
  store.subscribe(() => sessionStorage.setItem(key, JSON.stringify(store.snapshot())))
  return store
}

function read(key: string): Breakpoint[] {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '[]') as Breakpoint[]
  } catch {
    return []
  }
}

/** How it is shown. */
export const placeOf = ({ path, line }: Breakpoint): string => `${path}:${line}`

/** Whether the file holds code that a debugger can stop. */
export const takesBreakpoints = (path: string): boolean => /\.([cm]?[jt]s|[jt]sx|py)$/.test(path)

const isAt = (path: string, line: number) => (each: Breakpoint) => each.path === path && each.line === line

export function toggle(all: readonly Breakpoint[], path: string, line: number): Breakpoint[] {
  const there = all.some(isAt(path, line))
  return there ? all.filter((each) => !isAt(path, line)(each)) : [...all, { path, line, enabled: true }]
}

export function change(all: readonly Breakpoint[], { path, line }: Breakpoint, to: Partial<Breakpoint>): Breakpoint[] {
  return all.map((each) => (isAt(path, line)(each) ? { ...each, ...to } : each))
}

/** The condition that is evaluated at the breakpoint, in the language of its file. Undefined: it always stops. */
export function conditionOf({ path, line, condition, hits, log }: Breakpoint): string | undefined {
  const python = path.endsWith('.py')
  const parts: string[] = []
  if (condition !== undefined) parts.push(`(${condition}\n)`)
  if (hits !== undefined && hits > 1) {
    const counter = JSON.stringify(`${path}:${line}`)
    parts.push(
      python
        ? `__alcove_hit__(${counter}) >= ${hits}`
        : `((globalThis[Symbol.for('alcove.hits')] ??= {})[${counter}] = (globalThis[Symbol.for('alcove.hits')][${counter}] ?? 0) + 1) >= ${hits}`,
    )
  }
  if (log !== undefined) parts.push(python ? `[print(${log}\n)] == []` : `(console.log(${log}\n), false)`)
  if (parts.length === 0) return undefined
  if (python) return parts.join(' and ')
  // V8 takes one that throws for false, and says nothing.
  const said = JSON.stringify(`Breakpoint ${path}:${line}: `)
  return `(() => { try { return ${parts.join(' && ')} } catch (error) { console.warn(${said} + error) } })()`
}
