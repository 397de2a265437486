import { afterAll, beforeAll, expect, test } from 'vitest'
import { findOciRuntimes } from '../src/sandbox/oci/runtimes.ts'
import { startEngine, type EngineFixture } from './engine-fixture.ts'

const ociRuntimes = await findOciRuntimes()

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine({ sandbox: ociRuntimes.length > 0 ? 'oci' : 'process' })
})
afterAll(() => fixture[Symbol.asyncDispose]())

/** What the handler of `index.ts` returns, or the message of the error. */
async function result(files: Record<string, string>, runtime: 'nodejs22' | 'nodejs24' = 'nodejs24'): Promise<unknown> {
  const { value, report } = await (await fixture.deploy(files, { runtime, memoryMb: 256 })).run()
  return report.error?.message ?? value
}

test('files know their own place in the package', async () => {
  const value = await result({
    'index.ts': `
      import fs from 'node:fs'
      import { read } from './lib/read.cjs'
      import { place } from './lib/place'
      const text = (path: string | URL) => fs.readFileSync(path, 'utf8')
      const { dirname } = import.meta
      export const handler = () => [
        text(__dirname + '/a.txt'), text(dirname + '/lib/a.txt'), read(), ...place.map(text),
        __filename, import.meta.url, import.meta.resolve('./x'), import.meta.resolve('thing'),
      ]`,
    'lib/place.ts': `export const place = [
      new URL('./a.txt', import.meta.url), import.meta.dirname + '/a.txt', __dirname + '/a.txt',
      require.resolve('./a.txt'), new URL(import.meta.resolve('./a.txt')),
    ]`,
    'lib/read.cjs': `exports.read = () => require('fs').readFileSync(__dirname + '/a.txt', 'utf8')`,
    'lib/a.txt': 'in lib',
    'a.txt': 'at the top',
    'node_modules/thing/index.js': '',
  })
  const top = 'file:///var/task'
  const places = ['/var/task/index.ts', `${top}/index.ts`, `${top}/x`, `${top}/node_modules/thing/index.js`]
  expect(value).toEqual(['at the top', ...Array.from({ length: 7 }, () => 'in lib'), ...places])
})

test('packages are imported as TypeScript and esbuild do, unless the package declares ES modules', async () => {
  const packages = {
    'node_modules/compiled/index.js': `
      Object.defineProperty(exports, '__esModule', { value: true })
      exports.default = class Thing { value = 7 }
      for (const name of ['hidden']) exports[name] = name`,
    'node_modules/callable/index.js': `module.exports = () => 'called'; Object.assign(module.exports, { Router: () => 'router' })`,
    'node_modules/callable/sub.js': `module.exports = 'sub'`,
    'node_modules/modern/package.json': '{ "exports": "./index.mjs" }',
    'node_modules/modern/index.mjs': `export default { a: 1 }; export const named = 2`,
  }
  const index = `
    import Thing, { hidden } from 'compiled'
    import callable, { Router } from 'callable'
    import * as namespace from 'callable'
    import sub from 'callable/sub'
    import modern, { named } from 'modern'
    import required = require('callable')
    export { Props } from 'callable'
    export const handler = async () => [
      new Thing().value, hidden, callable(), Router(), namespace.Router(), sub, modern, named, required(),
      (await import('callable')).default(),
    ]`
  const expected = [7, 'hidden', 'called', 'router', 'router', 'sub', { a: 1 }, 2, 'called', 'called']
  expect(await result({ 'index.ts': index, ...packages })).toEqual(expected)
  expect(
    await result({
      'package.json': '{ "type": "module" }',
      'index.ts': `import compiled from 'compiled'\nexport const handler = () => Object.keys(compiled)`,
      ...packages,
    }),
  ).toEqual(['default', 'hidden'])
})

test('types pass through files like values, and names that are nowhere are refused', async () => {
  const types = {
    'types.ts': `export interface User { id: number }\nexport const makeUser = (): User => ({ id: 1 })`,
    'again.ts': `import type { User } from './types'\nexport { User }\nexport * from './types'`,
    'declared.d.ts': 'export type Id = number',
  }
  const index = `export { User } from './again'\nexport { Id } from './declared'\nimport { User, makeUser } from './again'`
  expect(await result({ 'index.ts': `${index}\nexport const handler = (): User => makeUser()`, ...types })).toEqual({
    id: 1,
  })
  const wrong = { 'index.ts': `import { makeUsr } from './types'\nexport const handler = () => makeUsr()`, ...types }
  expect(await result(wrong)).toBe(`index.ts:1:10: 'makeUsr' is not exported by types.ts`)
})

test('a file names its JSX factory itself, unless tsconfig.json chooses the transform', async () => {
  const files = {
    'index.tsx': `// A view.
      /** @jsx h
       *  @jsxFrag all */
      const all = 'all'
      const h = (...parts: unknown[]) => parts
      export const handler = () => [<a b="1">{2}</a>, <><b /></>]`,
    'node_modules/react/jsx-runtime.js': `exports.jsx = (...parts) => parts`,
  }
  expect(await result(files)).toEqual([
    ['a', { b: '1' }, 2],
    ['all', null, ['b', null]],
  ])
  const tsconfig = `{ "compilerOptions": { "jsx": "react-jsx" } }`
  expect(
    await result({ ...files, 'index.tsx': files['index.tsx'].replace(', <><b /></>', ''), 'tsconfig.json': tsconfig }),
  ).toEqual([['a', { b: '1', children: 2 }]])
})

test('tsconfig.json decides how code runs', async () => {
  const value = await result({
    'tsconfig.json': `\uFEFF{
      // comments and trailing commas are allowed, and what is extended may be a development dependency
      "extends": ["@tsconfig/node24/tsconfig.json", "./config/base"],
      "compilerOptions": { "target": "es2021", "jsx": "react", "jsxFactory": "element", },
    }`,
    'config/base.json': `{ "compilerOptions": {
      "experimentalDecorators": true, "emitDecoratorMetadata": true, "baseUrl": "..", "paths": { "@lib/*": ["lib/*"] }
    } }`,
    'lib/service.ts': `export class Service {}`,
    'lib/enums.ts': `export enum Size { Small, Large }\nexport enum Sort { Up = 'up' }`,
    'lib/view.tsx': `const element = (...parts: unknown[]) => parts\nexport const view = <a b="1">{2}</a>`,
    'index.ts': `
      import { Service } from '@lib/service'
      import { Service as Same } from 'lib/service'
      import { Options } from 'thing'
      import { view } from './lib/view'
      import { Size, Sort } from './lib/enums'
      const types: Record<string, unknown> = {}
      Reflect.metadata = (key: string, value: unknown) => () => void (types[key] = value)
      const injectable: any = (target: any) => target
      @injectable class Controller {
        constructor(readonly service: Service, readonly options: Options, readonly size: Size, readonly sort: Sort) {}
      }
      if (require.main === module) throw new Error('runs as a script')
      class Base { constructor() { Object.assign(this, { kept: true }) } }
      class Derived extends Base { kept?: boolean }
      export const handler = () => [
        types['design:paramtypes'].map((type) => type.name), Same === Service, Controller.name, new Derived().kept, view,
      ]`,
    'node_modules/thing/index.js': '',
  })
  expect(value).toEqual([['Service', 'Object', 'Number', 'String'], true, 'Controller', true, ['a', { b: '1' }, 2]])
})

test('syntax newer than the runtime is compiled, and names are kept', async () => {
  const files = {
    'index.ts': `
      import { Item as One } from './one'
      import { Item as Two } from './two'
      const seen: string[] = []
      const noted = (value: any, { kind, name }: { kind: string; name: string }) => void seen.push(kind + ' ' + name)
      @noted class Item { @noted accessor count: number = 1; @noted method() { return this.count } }
      export const handler = async () => {
        { await using file = { [Symbol.asyncDispose]: async () => void seen.push('disposed') } }
        return [One.name, Two.name, Item.name, new Item().method(), ...seen]
      }`,
    'one.ts': 'export class Item {}',
    'two.ts': 'export class Item {}',
  }
  const expected = ['Item', 'Item', 'Item', 1, 'accessor count', 'method method', 'class Item', 'disposed']
  expect(await result(files, 'nodejs22')).toEqual(expected)
})

test('byte order marks are no part of code and data', async () => {
  const files = {
    'package.json': '\uFEFF{ "type": "module" }',
    'index.ts': `\uFEFFimport data from './data.json'\nexport const handler = () => data.a`,
    'data.json': '\uFEFF{ "a": "ran" }',
  }
  expect(await result(files)).toBe('ran')
})
