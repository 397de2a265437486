/**
 * Deploys unmodified code of frameworks and adapters written for AWS Lambda to a running server, and calls it. Needs a
 * package registry. Usage: ALCOVE_URL=http://127.0.0.1:4400 ALCOVE_GATEWAY_URL=http://127.0.0.1:4401 ALCOVE_KEY=…
 * node scripts/try-frameworks.mjs [name…]
 */
const API = `${process.env.ALCOVE_URL ?? 'http://127.0.0.1:4400'}/api/v1`
const GATEWAY = process.env.ALCOVE_GATEWAY_URL ?? 'http://127.0.0.1:4401'
const space = `frameworks-${Date.now().toString(36)}`

const typescript = {
  'tsconfig.json': '{"compilerOptions":{"experimentalDecorators":true,"emitDecoratorMetadata":true}}',
}

/** Dependencies, files, and what GET (or POST) of the path must contain. */
const FRAMEWORKS = {
  koa: {
    needs: { koa: '2', 'serverless-http': '3' },
    files: {
      'index.js': `const Koa = require('koa')
const app = new Koa()
app.use((ctx) => { ctx.cookies.set('seen', 'yes'); ctx.body = { path: ctx.path, q: ctx.query.q } })
exports.handler = require('serverless-http')(app)`,
    },
    get: '/a?q=1',
    expect: '{"path":"/a","q":"1"}',
  },
  fastify: {
    needs: { fastify: '5', '@fastify/aws-lambda': '6' },
    files: {
      'index.js': `const app = require('fastify')()
app.get('/a/:id', async (request) => ({ id: request.params.id }))
exports.handler = require('@fastify/aws-lambda')(app)`,
    },
    get: '/a/7',
    expect: '{"id":"7"}',
  },
  'lambda-api': {
    needs: { 'lambda-api': '1' },
    files: {
      'index.js': `const api = require('lambda-api')()
api.get('/a/:id', async (req) => ({ id: req.params.id }))
exports.handler = async (event, context) => api.run(event, context)`,
    },
    get: '/a/7',
    expect: '{"id":"7"}',
  },
  hono: {
    needs: { hono: '4' },
    files: {
      'index.mjs': `import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
const app = new Hono().get('/a/:id', (c) => c.json({ id: c.req.param('id') }))
export const handler = handle(app)`,
    },
    get: '/a/7',
    expect: '{"id":"7"}',
  },
  'hono-stream': {
    needs: { hono: '4' },
    files: {
      'index.mjs': `import { Hono } from 'hono'
import { streamHandle } from 'hono/aws-lambda'
import { streamText } from 'hono/streaming'
const app = new Hono().get('/a', (c) => streamText(c, async (stream) => { for (const part of ['a', 'b', 'c']) { await stream.write(part); await stream.sleep(20) } }))
export const handler = streamHandle(app)`,
    },
    get: '/a',
    expect: 'abc',
  },
  apollo: {
    needs: { '@apollo/server': '5', '@as-integrations/aws-lambda': '4', graphql: '16' },
    files: {
      'index.mjs': `import { ApolloServer } from '@apollo/server'
import { startServerAndCreateLambdaHandler, handlers } from '@as-integrations/aws-lambda'
const server = new ApolloServer({ typeDefs: 'type Query { hello: String }', resolvers: { Query: { hello: () => 'world' } } })
export const handler = startServerAndCreateLambdaHandler(server, handlers.createAPIGatewayProxyEventV2RequestHandler())`,
    },
    get: '/',
    body: '{"query":"{ hello }"}',
    expect: '{"data":{"hello":"world"}}',
  },
  powertools: {
    needs: {
      '@aws-lambda-powertools/logger': '2',
      '@aws-lambda-powertools/metrics': '2',
      '@aws-lambda-powertools/tracer': '2',
    },
    files: {
      'index.ts': `import { Logger } from '@aws-lambda-powertools/logger'
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics'
import { Tracer } from '@aws-lambda-powertools/tracer'
import type { LambdaInterface } from '@aws-lambda-powertools/commons/types'
const logger = new Logger({ serviceName: 'shop' })
const metrics = new Metrics({ namespace: 'shop', serviceName: 'shop' })
const tracer = new Tracer({ serviceName: 'shop', enabled: false })
class Lambda implements LambdaInterface {
  @tracer.captureLambdaHandler()
  @metrics.logMetrics()
  @logger.injectLambdaContext()
  async handler(event: unknown, context: unknown) {
    logger.info('called')
    metrics.addMetric('calls', MetricUnit.Count, 1)
    return { statusCode: 200, body: 'logged by ' + process.env.AWS_LAMBDA_FUNCTION_NAME }
  }
}
const instance = new Lambda()
export const handler = instance.handler.bind(instance)`,
      ...typescript,
    },
    get: '/',
    expect: 'logged by powertools',
  },
  sharp: {
    needs: { sharp: '0.34' },
    files: {
      'index.mjs': `import sharp from 'sharp'
export const handler = async () => {
  const png = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } }).resize(15).png().toBuffer()
  const { width, height, format } = await sharp(png).metadata()
  return { width, height, format }
}`,
    },
    get: '/',
    expect: '{"width":15,"height":10,"format":"png"}',
  },
  nest: {
    needs: {
      '@nestjs/common': '11',
      '@nestjs/core': '11',
      '@nestjs/platform-express': '11',
      'reflect-metadata': '0.2',
      rxjs: '7',
      '@codegenie/serverless-express': '4',
    },
    files: {
      'index.ts': `import 'reflect-metadata'
import { Controller, Get, Injectable, Module, Param } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import serverlessExpress from '@codegenie/serverless-express'
@Injectable() class Greeter { greet(name: string) { return 'hello ' + name } }
@Controller() class GreetController {
  constructor(private readonly greeter: Greeter) {}
  @Get('greet/:name') greet(@Param('name') name: string) { return { text: this.greeter.greet(name) } }
}
@Module({ controllers: [GreetController], providers: [Greeter] }) class AppModule {}
let server: any
export const handler = async (event: any, context: any) => {
  if (!server) {
    const app = await NestFactory.create(AppModule, { logger: false })
    await app.init()
    server = serverlessExpress({ app: app.getHttpAdapter().getInstance() })
  }
  return server(event, context)
}`,
      ...typescript,
    },
    get: '/greet/Ada',
    expect: '{"text":"hello Ada"}',
  },
}

async function api(method, path, body) {
  const response = await fetch(API + path, {
    method,
    headers: { authorization: `Bearer ${process.env.ALCOVE_KEY}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return text === '' ? null : JSON.parse(text)
}

async function built(path) {
  for (;;) {
    const { build } = await api('GET', `${path}/build`)
    if (build?.status === 'failed') throw new Error(build.error)
    if (build === null || build.status === 'succeeded') return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

async function attempt(name) {
  const { needs, files, get, body, expect } = FRAMEWORKS[name]
  const path = `/spaces/${space}/functions/${name}`
  const manifest = JSON.stringify({ name, private: true, dependencies: needs })
  const settings = { runtime: 'nodejs24', handler: 'index.handler', memoryMb: 512, timeoutSeconds: 30 }
  await api('POST', `/spaces/${space}/functions`, { name, ...settings, files: { 'package.json': manifest, ...files } })
  await api('PUT', `${path}/triggers/web`, { type: 'http', enabled: true, config: { auth: 'none' } })
  await built(path)
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${GATEWAY}/fn/${space}/${name}${get}`, body ? { method: 'POST', headers, body } : {})
  const text = await response.text()
  if (response.status !== 200 || !text.includes(expect)) throw new Error(`${response.status} ${text}`)
}

await api('POST', '/spaces', { name: space, visibility: 'private' })
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(FRAMEWORKS)
let failed = 0
for (const name of names) {
  try {
    await attempt(name)
    console.log(`✓ ${name}`)
  } catch (error) {
    failed += 1
    console.log(`✗ ${name}: ${error.message}`)
  }
}
process.exit(failed > 0 ? 1 : 0)
