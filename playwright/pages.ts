import { functionUrl, type Api } from './fixtures.ts'
import { zipOf } from './zip.ts'

const LONG_ALIAS = 'staging-of-the-northern-european-region-and-all-of-its-islands'

/** Every page of the console, with something on it after `seedEveryPage()`. */
export const pagesOf = (space: string, fn: string) => [
  '/',
  '/spaces',
  '/spaces/new',
  `/s/${space}`,
  `/s/${space}/buckets`,
  `/s/${space}/buckets?bucket=photos`,
  `/s/${space}/buckets?bucket=photos&key=mug.json`,
  `/s/${space}/buckets?bucket=photos&tab=triggers`,
  `/s/${space}/buckets?bucket=photos&tab=links`,
  `/s/${space}/buckets?bucket=photos&tab=lifecycle`,
  `/s/${space}/buckets?bucket=photos&tab=settings`,
  `/s/${space}/gateway`,
  `/s/${space}/tasks`,
  `/s/${space}/events`,
  `/s/${space}/alerts`,
  `/s/${space}/alerts?alert=fails`,
  `/s/${space}/boards`,
  `/s/${space}/sinks`,
  `/s/${space}/sinks?sink=archive`,
  `/s/${space}/layers`,
  `/s/${space}/layers?layer=vat-tables`,
  `/s/${space}/members`,
  `/s/${space}/usage`,
  `/s/${space}/statement`,
  `/s/${space}/exchange`,
  `/s/${space}/settings`,
  `/s/${space}/f/new`,
  `/s/${space}/f/new?start=scratch`,
  `/s/${space}/f/new?start=archive`,
  `/s/${space}/f/${fn}`,
  `/s/${space}/f/${fn}/code`,
  `/s/${space}/f/${fn}/code/history`,
  `/s/${space}/f/${fn}/tests`,
  `/s/${space}/f/${fn}/tests?edit=new`,
  `/s/${space}/f/${fn}/configuration`,
  `/s/${space}/f/${fn}/configuration/parameters`,
  `/s/${space}/f/${fn}/versions`,
  `/s/${space}/f/${fn}/triggers`,
  `/s/${space}/f/${fn}/triggers?trigger=hourly`,
  `/s/${space}/f/${fn}/triggers?form=new.http`,
  `/s/${space}/f/${fn}/triggers?form=new.timer`,
  `/s/${space}/f/${fn}/triggers?form=new.event`,
  `/s/${space}/f/${fn}/triggers?form=new.log`,
  `/s/${space}/f/${fn}/triggers?trigger=releases`,
  `/s/${space}/f/${fn}/invocations`,
  `/s/${space}/f/${fn}/invocations/replays`,
  `/s/${space}/invocations`,
  `/s/${space}/invocations?diff=failed`,
  `/s/${space}/logs`,
  `/s/${space}/f/${fn}/logs`,
  `/s/${space}/f/${fn}/monitoring`,
  `/s/${space}/f/${fn}/monitoring?compare=day`,
  `/s/${space}/f/${fn}/monitoring?split=version`,
  `/s/${space}/f/${fn}/instances`,
  '/tasks',
  '/keys',
  '/profile',
  '/groups',
  '/identity-providers',
  '/accounts',
  '/audit',
  '/engine',
  '/health',
  '/health/log',
  '/settings',
  '/help',
  '/help/operations',
  '/no-such-page',
]

/** A function with a version, an alias, triggers, a layer, a secret, and calls of both outcomes. */
export async function seedEveryPage(api: Api, space: string, fn: string): Promise<void> {
  const functions = `/spaces/${space}/functions`
  await api.must('POST', functions, {
    name: fn,
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: {
      'index.mjs':
        'export const handler = async (event) => { console.warn("got", event.rawPath); if (event.rawPath === "/throw") throw new Error("asked to"); return event }',
    },
  })
  const { files } = await api.must('GET', `${functions}/${fn}/draft`)
  await api.must('PUT', `${functions}/${fn}/draft`, { files: { ...files, 'lib/a.mjs': 'export const a = 1' } })
  await api.must('PUT', `/spaces/${space}/buckets/photos`, { expiry: [{ prefix: 'raw/', days: 30 }] })
  await api.must('PUT', `/spaces/${space}/buckets/photos/objects/mug.json`, { sku: 'MUG-2291' })
  await api.must('POST', `/spaces/${space}/buckets/photos/links`, { key: 'mug.json' })
  await api.must('PUT', `${functions}/${fn}/tests/ok`, { event: { rawPath: '/ok' }, expect: { output: 1 } })
  await api.must('POST', `${functions}/${fn}/tests/run`)
  await api.must('POST', `${functions}/${fn}/versions`, { description: 'First' })
  await api.must('PUT', `${functions}/${fn}/aliases/live`, { version: 1 })
  await api.must('PUT', `${functions}/${fn}/aliases/${LONG_ALIAS}`, { version: 1 })
  await api.must('PUT', `${functions}/${fn}/quota`, { executionsPerMonth: 987_654_321 })
  await api.must('PUT', `/spaces/${space}/quota`, { executionsPerDay: 987_654, executionsPerMonth: 987_654_321 })
  await api.must('PUT', `${functions}/${fn}/triggers/web`, {
    type: 'http',
    qualifier: 'live',
    enabled: true,
    config: { auth: 'none' },
  })
  await api.must('PUT', `${functions}/${fn}/triggers/hourly`, {
    type: 'timer',
    qualifier: 'live',
    enabled: true,
    config: { cron: '30 * * * *', timezone: 'Europe/Berlin', payload: { a: 1 } },
  })
  await api.must('POST', `${functions}/${fn}/triggers/hourly/fire`, {})
  await api.must('PUT', `${functions}/${fn}/triggers/uploads`, {
    type: 'bucket',
    config: { bucket: 'photos', events: ['created'], suffix: '.json' },
  })
  await api.must('PUT', `${functions}/${fn}/triggers/releases`, {
    type: 'event',
    config: { pattern: { type: ['alcove.version.published'] } },
  })
  await api.must('PUT', `/spaces/${space}/alert-targets/ops`, { type: 'webhook', url: 'https://ops.example/hooks' })
  await api.must('PUT', `/spaces/${space}/alerts/fails`, {
    condition: { type: 'metric', metric: 'errorRate', function: fn },
    threshold: 2,
    notify: ['ops'],
  })
  await api.must('PUT', `/spaces/${space}/boards/health`, {
    charts: [
      { metric: 'invocations', width: 'full', split: 'function' },
      { metric: 'duration', function: fn },
    ],
  })
  await api.must('PUT', `/spaces/${space}/sinks/archive`, {
    type: 'bucket',
    datasets: ['logs', 'invocations'],
    config: { bucket: 'photos', prefix: 'records/' },
  })
  await api.upload(`/spaces/${space}/layers/vat-tables/versions`, zipOf({ 'nodejs/vat.js': '1' }))
  await api.must('PATCH', `${functions}/${fn}`, {
    layers: [{ layer: 'vat-tables', version: 1 }],
    secrets: { KEY: 'k-1' },
  })
  await api.request.get(functionUrl(space, fn, '/ok'))
  await api.request.get(functionUrl(space, fn, '/throw'))
}
