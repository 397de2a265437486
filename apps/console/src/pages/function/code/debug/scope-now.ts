import type { Frame, Value } from './frames.ts'
import type { Command } from './v8-breakpoints.ts'

export interface Variable {
  name: string
  value: Value
}

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u
/** Scopes of which V8 keeps a copy. The global one is an object that is read as it is. */
const COPIED = new Set(['local', 'block', 'closure', 'catch', 'module', 'script'])

/** Elements of an array that are read: V8 would describe all of them at once. */
const MAX_ELEMENTS = 500
const FIRST = `function () { const first = []; for (let i = 0; i < ${MAX_ELEMENTS}; i++) first[i] = this[i]; return first }`

interface Described {
  name: string
  value?: Value
  get?: Value
}

/** What V8 says that an object holds, without running code of it. What a getter would return is not read. */
export async function propertiesOf(command: Command, { objectId, subtype, description }: Value): Promise<Variable[]> {
  const long =
    ['array', 'typedarray'].includes(subtype ?? '') && Number(/\((\d+)\)$/.exec(description ?? '')?.[1]) > MAX_ELEMENTS
  const read = long
    ? (
        await command<{ result: Value }>('Runtime.callFunctionOn', {
          objectId,
          functionDeclaration: FIRST,
          objectGroup: 'panel',
        })
      ).result.objectId
    : objectId
  const { result, internalProperties = [] } = await command<{ result: Described[]; internalProperties?: Described[] }>(
    'Runtime.getProperties',
    { objectId: read, ownProperties: true, generatePreview: true },
  )
  // Those show the entries of a Map and the result of a Promise.
  const internal = internalProperties.filter(({ name }) => name !== '[[Prototype]]')
  return [...result, ...internal].flatMap(({ name, value, get }) => {
    if (value !== undefined) return [{ name, value }]
    return get?.type === 'function' ? [{ name, value: { type: 'accessor', description: '(getter)' } }] : []
  })
}

/**
 * The variables of a scope as they are now: V8 copies scopes when the code pauses, and never sees what is assigned later.
 * Those that an inner scope hides keep the value of the copy.
 */
export async function scopeNow(
  command: Command,
  frames: readonly Frame[],
  { objectId }: Value,
  copy: readonly Variable[],
): Promise<readonly Variable[]> {
  const isIt = ({ object }: Frame['scopes'][number]) => object.objectId === objectId
  const frame = frames.find(({ scopes }) => scopes.some(isIt))
  const scope = frame?.scopes.find(isIt)
  if (!frame?.id || scope === undefined || !COPIED.has(scope.kind)) return copy
  const inner = frame.scopes.slice(0, scope.number).map(({ object }) => propertiesOf(command, object))
  const hidden = new Set((await Promise.all(inner)).flat().map(({ name }) => name))
  const names = copy.map(({ name }) => name).filter((name) => NAME.test(name) && !hidden.has(name))
  const reads = names.map((name) => `(() => { try { return ${name} } catch {} })()`)
  const { result, exceptionDetails } = await command<{ result: Value; exceptionDetails?: unknown }>(
    'Debugger.evaluateOnCallFrame',
    { callFrameId: frame.id, expression: `[${reads.join()}]`, throwOnSideEffect: true, objectGroup: 'panel' },
  )
  if (exceptionDetails !== undefined || result.objectId === undefined) return copy
  const now = await propertiesOf(command, result)
  const values = new Map(names.map((name, index) => [name, now[index]?.value]))
  return copy.map(({ name, value }) => ({ name, value: values.get(name) ?? value }))
}
