import type { QuotaScope } from '../../spaces/targets/function-route.ts'

type Named = Pick<QuotaScope, 'space' | 'function' | 'part'>

/** As the source of a platform event. */
export function sourceOf({ space, function: fn, part }: Named): string {
  const of = fn === null ? `/spaces/${space}` : `/spaces/${space}/functions/${fn}`
  return part === null ? of : `${of}/${part.kind}s/${part.name}`
}

/** As a sentence begins. */
export function nameOf({ space, function: fn, part }: Named): string {
  switch (part?.kind) {
    case 'trigger':
      return `The trigger ${part.name} of ${fn}`
    case 'route':
      return `The route ${part.name}`
    case 'key':
      return `The API key ${part.name}`
    case 'platform':
      return 'Alcove'
    case undefined:
      return fn === null ? `The space ${space}` : `The function ${fn}`
  }
}
