import type { Runtime } from '@alcove/contract'
import { expect, test } from 'vitest'
import { findEntry } from './entry.ts'

const cases: [runtime: Runtime, handler: string, files: string[], file: string, exportName: string, bundle: boolean][] =
  [
    ['nodejs24', 'index.handler', ['index.mjs'], 'index.mjs', 'handler', false],
    ['nodejs26', 'index.default', ['index.ts', 'lib/a.ts'], 'index.ts', 'default', true],
    ['nodejs22', 'index.handler', ['index.ts', 'index.js'], 'index.js', 'handler', false],
    ['nodejs24', 'src/api/users.list', ['src/api/users.cjs'], 'src/api/users.cjs', 'list', false],
    ['nodejs24', 'index.ts.handler', ['index.ts', 'index.js'], 'index.ts', 'handler', true],
    ['nodejs24', 'src/my.orders.v1.list', ['src/my.orders.ts', 'my.mjs'], 'src/my.orders.ts', 'v1.list', true],
    ['python3', 'main.handler', ['main.py'], 'main.py', 'handler', false],
    ['python3', 'main.py.handler', ['main.py'], 'main.py', 'handler', false],
    ['python3', 'app/main.run', ['app/main.py'], 'app/main.py', 'run', false],
    ['python3', 'app.main.run', ['app/main.py'], 'app/main.py', 'run', false],
    ['python3', 'app.run', ['app/__init__.py'], 'app/__init__.py', 'run', false],
    ['java17', 'Handler.handle', ['Handler.java', 'Handler.class'], 'Handler.class', 'handle', false],
    ['java17', 'com.acme.Handler.handle', ['com/acme/Handler.class'], 'com/acme/Handler.class', 'handle', false],
    ['java17', 'com/acme/Handler.handle', ['lib/acme.jar'], 'com/acme/Handler.class', 'handle', false],
    ['custom', 'index.handler', ['index.js'], 'bootstrap', 'index.handler', false],
    ['custom', 'hello', ['bootstrap'], 'bootstrap', 'hello', false],
    ['java17', 'shop.Orders', ['shop/Orders.class'], 'shop/Orders.class', 'handleRequest', false],
    ['java17', 'shop.Orders::handle', ['lib/all.jar'], 'shop/Orders.class', 'handle', false],
  ]

test.for(cases)('%s: %s among %j', ([runtime, handler, files, file, exportName, bundle]) => {
  expect(findEntry(runtime, handler, files)).toEqual({ file, exportName, bundle })
})

test.for([
  ['nodejs24', 'app.handler', "names the file 'app', as app.mjs, .js, .cjs or .ts"],
  ['python3', 'lib.app.handler', "names the file 'lib/app.py'"],
  ['java17', 'com.acme.App.run', "names the class 'com.acme.App'"],
] as const)('%s: a handler whose file is not there names what is', ([runtime, handler, message]) => {
  expect(() => findEntry(runtime, handler, ['index.xyz', 'lib/a.mjs'])).toThrow(
    `The handler '${handler}' ${message}, but there is none: the package holds index.xyz`,
  )
})

test('a project that was zipped with its folder says where the handler lies', () => {
  expect(() => findEntry('nodejs24', 'index.handler', ['app/index.mjs', 'app/node_modules/a/index.js'])).toThrow(
    'there is none: it lies at app/index.mjs. Zip what is in the folder, not the folder, or name it whole',
  )
  expect(() => findEntry('python3', 'main.handler', ['app/main.py'])).toThrow('it lies at app/main.py')
})
