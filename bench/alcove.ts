import type { Program } from './functions.ts'
import { startServer, type Instance, type Server, type ServerOptions } from './server.ts'
import { until } from './until.ts'

const SPACE = 'bench'

interface Page<T> {
  items: T[]
  nextCursor: string | null
}

interface Scaling {
  minInstances?: number
  maxInstances?: number
  concurrency?: number
  idleTimeoutSeconds?: number
}

export interface Deployment {
  memoryMb?: number
  timeoutSeconds?: number
  scaling?: Scaling
  environment?: Record<string, string>
}

/** Alcove's record of a call. */
export interface Invocation {
  /** How its instance was started. */
  start: string | null
  /** Milliseconds. */
  phases: Record<string, number>
}

/** A server with a space for the functions under test. */
export interface Alcove extends Omit<Server, 'instances'> {
  /** Saves the function's draft, and resolves with its URL once it is built and can be called. */
  deploy(name: string, program: Program, deployment?: Deployment): Promise<string>
  /** Publishes the draft, which its URL then serves. */
  publish(name: string): Promise<void>
  /** For an hour, or 10,000 lines, in version 1. */
  addLogpoint(name: string, logpoint: { file: string; line: number; expression: string }): Promise<void>
  logpointLines(name: string): Promise<number>
  limit(name: string, quota: Record<string, number>): Promise<void>
  /** Makes this many routes, one of them to the function. @returns the URL of that one */
  routeTo(name: string, count: number): Promise<string>
  instances(name: string): Promise<Instance[]>
  invocation(id: string): Promise<Invocation>
  /** Every message of a function's log, page by page. */
  messages(name: string): Promise<string[]>
}

/** @param own ends the server, even during its start */
export async function startAlcove(own: AsyncDisposableStack, options?: ServerOptions): Promise<Alcove> {
  const server = await startServer(own, options)
  const { api, gateway } = server
  await api('POST', '/spaces', { name: SPACE, visibility: 'private' })
  const functions = `/spaces/${SPACE}/functions`
  const created = new Set<string>()

  return {
    ...server,
    async deploy(name, { runtime, handler, files, built }, deployment = {}) {
      if (created.has(name)) {
        if (deployment.environment) await api('PATCH', `${functions}/${name}`, { environment: deployment.environment })
        else await api('PUT', `${functions}/${name}/draft`, { files })
      } else {
        await api('POST', functions, { name, runtime, handler, files, ...deployment })
        await api('PUT', `${functions}/${name}/triggers/web`, { type: 'http', config: { auth: 'none' } })
        created.add(name)
      }
      if (built) await until(`${name} is built`, async () => isBuilt(await api('GET', `${functions}/${name}/build`)))
      return `${gateway}/fn/${SPACE}/${name}`
    },
    async publish(name) {
      await api('POST', `${functions}/${name}/versions`, { description: '' })
      await api('PUT', `${functions}/${name}/triggers/web`, { type: 'http', qualifier: '1', config: { auth: 'none' } })
    },
    async addLogpoint(name, logpoint) {
      await api('POST', `${functions}/${name}/logpoints`, { version: 1, ...logpoint, minutes: 60, hits: 10_000 })
    },
    async logpointLines(name) {
      const { items }: Page<{ hits: number; problem: string | null }> = await api(
        'GET',
        `${functions}/${name}/logpoints`,
      )
      const [{ hits, problem } = { hits: 0, problem: null }] = items
      if (problem !== null) throw new Error(`The logpoint: ${problem}`)
      return hits
    },
    async limit(name, quota) {
      await api('PUT', `${functions}/${name}/quota`, quota)
    },
    async routeTo(name, count) {
      const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
      const responses = { default: { description: '' } }
      const paths = Object.fromEntries(
        Array.from({ length: count }, (_, at) => [
          `/v1/part-${at}/{id}`,
          { parameters, get: { responses, 'x-alcove': { function: name, auth: 'none' } } },
        ]),
      )
      await api('POST', `/spaces/${SPACE}/routes/import`, {
        openapi: '3.1.0',
        info: { title: '', version: '1' },
        paths,
      })
      return `${gateway}/gw/${SPACE}/v1/part-${Math.floor(count / 2)}/7`
    },
    instances: async (name) => (await server.instances()).filter((instance) => instance.function === name),
    invocation: (id) => api('GET', `/spaces/${SPACE}/invocations/${id}`),
    async messages(name) {
      const messages: string[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const path: string = `${functions}/${name}/logs?limit=1000${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
        const page: Page<{ message: string }> = await api('GET', path)
        for (const { message } of page.items) messages.push(message)
        cursor = page.nextCursor
      }
      return messages
    },
  }
}

function isBuilt({ build }: { build: { status: string; error: string | null } | null }): boolean {
  if (build?.status === 'failed') throw new Error(`The build failed: ${build.error}`)
  return build?.status === 'succeeded'
}
