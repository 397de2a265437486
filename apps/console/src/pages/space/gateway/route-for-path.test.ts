import { expect, test } from 'vitest'
import { routesForPath } from './route-for-path.ts'

const ROUTES = [
  { path: '/', enabled: true },
  { path: '/orders', enabled: true },
  { path: '/orders/{id}', enabled: true },
  { path: '/orders/new', enabled: true },
  { path: '/orders/{id}/lines', enabled: true },
  { path: '/files/*', enabled: true },
  { path: '/orders/off', enabled: false },
]

test.each([
  ['/', '/'],
  ['/orders', '/orders'],
  ['/orders/7?page=2', '/orders/{id}'],
  ['/orders/new', '/orders/new'],
  ['/orders/off', '/orders/{id}'],
  ['/orders/7/lines', '/orders/{id}/lines'],
  ['/files/a/b/c', '/files/*'],
  ['/orders/', ''],
  ['/nothing', ''],
])('%s is answered by "%s"', (path, answers) => {
  expect(
    routesForPath(ROUTES, path)
      .map((route) => route.path)
      .join(),
  ).toBe(answers)
})
