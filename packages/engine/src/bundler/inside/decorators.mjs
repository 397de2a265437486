import { extname } from 'node:path'
import { parseSync } from 'rolldown/utils'

const COMPILED = new Set(['Decorator', 'AccessorProperty', 'TSAbstractAccessorProperty'])

/**
 * Compiles the decorators and accessors of ECMAScript, which no runtime knows and rolldown does not compile. Those of
 * `experimentalDecorators` are rolldown's.
 * @param {object} tsconfig
 * @param {string} target
 */
export function compilesDecorators(tsconfig, target) {
  return {
    name: 'compiles-decorators',
    async transform(code, id) {
      if (tsconfig.experimentalDecorators === true || id.startsWith('\0') || !/@|\baccessor\b/.test(code)) return null
      if (!contains(parseSync(id, code).program, COMPILED)) return null
      const { transform } = await import('esbuild')
      const loader = extname(id).slice(1).replace(/^[cm]/, '')
      const { verbatimModuleSyntax, useDefineForClassFields } = tsconfig
      const compiled = await transform(code, {
        loader,
        target,
        sourcefile: id,
        sourcemap: true,
        keepNames: true,
        jsx: 'preserve',
        tsconfigRaw: { compilerOptions: { target: tsconfig.target, verbatimModuleSyntax, useDefineForClassFields } },
      })
      return { code: compiled.code, map: compiled.map, moduleType: loader.endsWith('x') ? 'jsx' : 'js' }
    },
  }
}

function contains(program, types) {
  // An explicit stack: code may be nested deeper than the call stack allows.
  const waiting = [program]
  while (waiting.length > 0) {
    const node = waiting.pop()
    if (typeof node !== 'object' || node === null) continue
    if (types.has(node.type)) return true
    for (const child of Object.values(node)) waiting.push(child)
  }
  return false
}
