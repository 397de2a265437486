import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, functionUrl, resume, test } from './fixtures.ts'
import { zipOf } from './zip.ts'

const pagesOf = (space: string) => [
  '/',
  '/spaces',
  '/spaces/new',
  `/s/${space}`,
  `/s/${space}/layers`,
  `/s/${space}/layers?layer=vat-tables`,
  `/s/${space}/members`,
  `/s/${space}/settings`,
  `/s/${space}/f/new`,
  `/s/${space}/f/echo`,
  `/s/${space}/f/echo/code`,
  `/s/${space}/f/echo/configuration`,
  `/s/${space}/f/echo/versions`,
  `/s/${space}/f/echo/triggers`,
  `/s/${space}/f/echo/triggers?trigger=hourly`,
  `/s/${space}/f/echo/triggers?form=new.http`,
  `/s/${space}/f/echo/triggers?form=new.timer`,
  `/s/${space}/f/echo/invocations`,
  `/s/${space}/f/echo/logs`,
  `/s/${space}/f/echo/monitoring`,
  `/s/${space}/f/echo/instances`,
  '/keys',
  '/accounts',
  '/audit',
  '/engine',
  '/settings',
  '/no-such-page',
]

/** Serious and critical violations, as sentences. */
async function violations(page: Page, path: string): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    // Monaco's own canvas of lines, which has a screen-reader mode of its own.
    .exclude('.monaco-editor')
    .analyze()
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${path}: ${id} at ${node.target.join(' ')}: ${node.failureSummary}`),
    )
}

// Each theme and each language once: neither changes what the other does.
for (const [colorScheme, locale] of [
  ['light', 'en'],
  ['dark', 'zh-CN'],
] as const) {
  test.describe(`${colorScheme}, ${locale}`, () => {
    test.use({ colorScheme, locale })

    test('no page has a serious accessibility violation', async ({ page, api, space, session }) => {
      test.setTimeout(600_000)
      const fn = `/spaces/${space}/functions`
      await api.must('POST', fn, {
        name: 'echo',
        runtime: 'nodejs24',
        handler: 'index.handler',
        files: {
          'index.mjs':
            'export const handler = async (event) => { console.warn("got", event.rawPath); if (event.rawPath === "/throw") throw new Error("asked to"); return event }',
        },
      })
      await api.must('POST', `${fn}/echo/versions`, { description: 'First' })
      await api.must('PUT', `${fn}/echo/aliases/live`, { version: 1 })
      await api.must('PUT', `${fn}/echo/triggers/web`, {
        type: 'http',
        qualifier: 'live',
        enabled: true,
        config: { auth: 'none' },
      })
      await api.must('PUT', `${fn}/echo/triggers/hourly`, {
        type: 'timer',
        qualifier: 'live',
        enabled: true,
        config: { cron: '30 * * * *', timezone: 'Europe/Berlin', payload: { a: 1 } },
      })
      await api.must('POST', `${fn}/echo/triggers/hourly/fire`, {})
      await api.upload(`/spaces/${space}/layers/vat-tables/versions`, zipOf({ 'nodejs/vat.js': '1' }))
      await api.must('PATCH', `${fn}/echo`, {
        layers: [{ layer: 'vat-tables', version: 1 }],
        secrets: { KEY: 'k-1' },
      })
      await page.request.get(functionUrl(space, 'echo', '/ok'))
      await page.request.get(functionUrl(space, 'echo', '/throw'))

      await page.goto('/sign-in')
      await expect(page.locator('html')).toHaveAttribute('lang', locale)
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
      await page.getByRole('button').first().waitFor()
      const found = await violations(page, '/sign-in')
      await resume(page, session)
      for (const path of pagesOf(space)) {
        await page.goto(path)
        await page.getByRole('heading', { level: 1 }).first().waitFor()
        await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
        found.push(...(await violations(page, path)))
      }
      expect(found).toEqual([])
    })
  })
}
