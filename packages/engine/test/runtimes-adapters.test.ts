import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEngine, type EngineFixture } from './engine-fixture.ts'
import { nodeModules } from './node-modules.ts'

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

describe.for(['nodejs22', 'nodejs24', 'nodejs26'] as const)(
  'handlers written for AWS run unchanged on %s:',
  (runtime) => {
    const deploy = (files: Record<string, string | Uint8Array>) =>
      fixture.deploy(files, { runtime, handler: 'index.handler', memoryMb: 256 })

    test('one wrapped by @middy/core, with its before, after and onError', async () => {
      const fn = await deploy({
        ...nodeModules('@middy/core'),
        'index.mjs': `
        import middy from '@middy/core'
        export const handler = middy()
          .use({
            before: (request) => { request.event.seen = ['before'] },
            after: (request) => { request.response.seen.push('after') },
            onError: (request) => ({ statusCode: 422, body: request.error.message }),
          })
          .handler(async (event, context) => {
            if (event.fail) throw new Error('refused')
            event.seen.push(context.functionName)
            return { seen: event.seen }
          })`,
      })
      expect((await fn.run()).value).toEqual({ seen: ['before', 'under-test', 'after'] })
      expect((await fn.run({ fail: true })).value).toEqual({ statusCode: 422, body: 'refused' })
    })

    test('an Express app behind @codegenie/serverless-express', async () => {
      const fn = await deploy({
        ...nodeModules('@codegenie/serverless-express', 'express'),
        'index.js': `
        const express = require('express')
        const app = express()
        app.use(express.json())
        app.get('/users/:id', (request, response) => {
          response.cookie('seen', 'yes').json({ id: request.params.id, q: request.query.q, agent: request.get('x-agent') })
        })
        app.post('/users', (request, response) => response.status(201).location('/users/7').send({ made: request.body }))
        app.get('/bytes', (request, response) => response.type('png').send(Buffer.from([137, 80, 0, 255])))
        app.get('/fail', () => { throw new Error('in a route') })
        app.use((error, request, response, next) => response.status(500).json({ error: error.message }))
        exports.handler = require('@codegenie/serverless-express')({ app })`,
      })
      const got = await fn.request({ path: '/users/7', query: 'q=a%20b', headers: { 'x-agent': 'vitest' } })
      expect(got.value).toEqual({ id: '7', q: 'a b', agent: 'vitest' })
      expect(got.head!.headers).toContainEqual(['set-cookie', 'seen=yes; Path=/'])
      const made = await fn.request({
        method: 'POST',
        path: '/users',
        headers: { 'content-type': 'application/json' },
        body: '{"name":"Ada"}',
      })
      expect(made.head!.statusCode).toBe(201)
      expect(made.head!.headers).toContainEqual(['location', '/users/7'])
      expect(made.value).toEqual({ made: { name: 'Ada' } })
      expect([...(await fn.request({ path: '/bytes' })).body]).toEqual([137, 80, 0, 255])
      expect((await fn.request({ path: '/nowhere' })).head!.statusCode).toBe(404)
      const failed = await fn.request({ path: '/fail' })
      expect(failed.head!.statusCode).toBe(500)
      expect(failed.value).toEqual({ error: 'in a route' })
    })
  },
)
