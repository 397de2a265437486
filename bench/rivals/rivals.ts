import { join } from 'node:path'

const HERE = import.meta.dirname

/** Another way to answer HTTP with a function. Each has its own folder and packages. */
export interface Rival {
  name: string
  folder: string
  /** The command that listens on `port`, run in its folder. */
  command(port: number): [file: string, ...args: string[]]
}

const rival = (name: string, folder: string, command: Rival['command']): Rival => ({
  name,
  folder: join(HERE, folder),
  command,
})
const node = process.execPath

export const RIVALS: readonly Rival[] = [
  rival('hono', 'hono', (port) => [node, 'server.mjs', `${port}`]),
  rival('workerd', 'workerd', (port) => [
    'node_modules/.bin/workerd',
    'serve',
    'config.capnp',
    `--socket-addr=http=127.0.0.1:${port}`,
  ]),
  rival('miniflare', 'miniflare', (port) => [node, 'server.mjs', `${port}`]),
  rival('aws-lambda-ric behind a Runtime API', 'lambda-ric', (port) => [node, 'server.mjs', `${port}`]),
  rival('@google-cloud/functions-framework', 'functions-framework', (port) => [
    node,
    'node_modules/@google-cloud/functions-framework/build/src/main.js',
    '--target=hello',
    `--port=${port}`,
  ]),
  rival('serverless-offline', 'serverless-offline', (port) => [
    node,
    'node_modules/serverless/bin/serverless.js',
    'offline',
    '--noPrependStageInUrl',
    '--host=127.0.0.1',
    `--httpPort=${port}`,
    '--lambdaPort=0',
  ]),
]
