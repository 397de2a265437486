import type { Runtime } from '@alcove/contract'
import { translate } from '../i18n/index.ts'

export type RuntimeFamily = 'node' | 'python' | 'java' | 'custom'

const RUNTIME_NAMES: Readonly<Record<Exclude<Runtime, 'custom'>, string>> = {
  nodejs24: 'Node.js 24',
  nodejs22: 'Node.js 22',
  nodejs26: 'Node.js 26',
  python3: 'Python 3',
  java17: 'Java 17',
}

/** Product names, the same in every language. */
export const runtimeName = (runtime: Runtime): string =>
  runtime === 'custom' ? translate('fn.config.customRuntime') : RUNTIME_NAMES[runtime]

/** The programming language, which decides what handlers and files look like. */
export function familyOf(runtime: Runtime): RuntimeFamily {
  switch (runtime) {
    case 'python3':
      return 'python'
    case 'java17':
      return 'java'
    case 'custom':
      return 'custom'
    default:
      return 'node'
  }
}
