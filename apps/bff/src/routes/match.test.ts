import type { RouteMethod } from '@alcove/contract'
import { expect, test } from 'vitest'
import { matcherOf } from './match.ts'

const ROUTES = [
  'GET /',
  'GET /users/{id}',
  'POST /users/{id}',
  'GET /users/me',
  'GET /users/{user}/posts/{post}',
  'GET /users/me/posts/latest',
  'ANY /files/*',
  'GET /files/{name}',
  'GET /files/report.csv',
  'PUT /files/{path+}',
  'GET /a/{x}/c',
  'GET /a/b/{y}/d',
  'GET /proto/{__proto__}',
].map((text) => {
  const [method, path] = text.split(' ') as [RouteMethod, string]
  return { text, method, path }
})
const match = matcherOf(ROUTES)

test.each<[request: string, route: string | null, parameters?: Record<string, string>]>([
  ['GET /', 'GET /'],
  ['GET /users/7', 'GET /users/{id}', { id: '7' }],
  ['GET /users/me', 'GET /users/me'],
  ['HEAD /users/me', 'GET /users/me'],
  // The most specific path that takes the method.
  ['POST /users/me', 'POST /users/{id}', { id: 'me' }],
  ['GET /users/me/posts/3', 'GET /users/{user}/posts/{post}', { user: 'me', post: '3' }],
  ['GET /users/me/posts/latest', 'GET /users/me/posts/latest'],
  ['GET /files/a%2Fb%20c', 'GET /files/{name}', { name: 'a/b c' }],
  ['GET /files/report.csv', 'GET /files/report.csv'],
  ['GET /files/a/b', 'ANY /files/*', { proxy: 'a/b' }],
  ['DELETE /files/a', 'ANY /files/*', { proxy: 'a' }],
  ['PUT /files/a/b', 'PUT /files/{path+}', { path: 'a/b' }],
  ['GET /files/', 'ANY /files/*', { proxy: '' }],
  // Text leads to a dead end: the match goes back and tries the parameter.
  ['GET /a/b/c', 'GET /a/{x}/c', { x: 'b' }],
  ['GET /a/b/c/d', 'GET /a/b/{y}/d', { y: 'c' }],
  ['GET /users', null],
  ['GET /users/', null],
  ['GET //users/7', null],
  ['GET /users//posts/1', null],
  ['GET /users/%zz', null],
  ['GET /Users/7', null],
  ['PURGE /files/a', null],
  ['GET /users/me%2Fposts', 'GET /users/{id}', { id: 'me/posts' }],
  ['GET /%75sers/m%65', 'GET /users/me'],
  ['GET /users%2Fme', null],
  ['GET /files/%72eport.csv', 'GET /files/report.csv'],
  ['GET /files/a%2Fb/c%20d', 'ANY /files/*', { proxy: 'a/b/c d' }],
  ['GET /files/a/%ff', null],
  ['GET /files/a.b/..c/...', 'ANY /files/*', { proxy: 'a.b/..c/...' }],
  // Paths that a URL resolves to others.
  ['GET /files/a/../../users/me', null],
  ['GET /files/.', null],
  ['GET /files/%2e%2E/users/me', null],
  ['GET /files/..%2Fusers', null],
  ['GET /files/a%5C..%5Cb', null],
  ['GET /files/a\\..\\b', null],
  ['GET /users/me\\', null],
  ['GET /users/me#', null],
  ['GET /users/a%00', null],
])('%s is answered by %s', (request, route, parameters) => {
  const [method, path] = request.split(' ') as [string, string]
  const found = match(method, path)
  expect(found?.route.text ?? null).toBe(route)
  expect(found?.parameters).toEqual(parameters)
})

test('a parameter may have any name without touching a prototype', () => {
  const { parameters } = match('GET', '/proto/x')!
  expect(Object.hasOwn(parameters!, '__proto__')).toBe(true)
  expect(parameters!['__proto__']).toBe('x')
})
