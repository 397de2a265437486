import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { unzipSync } from 'fflate'
import { expect, test } from './fixtures.ts'
import { API_KEY } from './server.ts'

const MIB = 2 ** 20
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('a bucket: made, filled, browsed, previewed, linked and emptied', async ({ api, space, signedIn: page }) => {
  const buckets = `/spaces/${space}/buckets`

  await test.step('make one', async () => {
    await page.goto(`/s/${space}/buckets`)
    await expect(page.getByText('No buckets yet.')).toBeVisible()
    await page.getByRole('button', { name: 'New bucket' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Photos')
    await expect(dialog.getByText(/^Starts with a lower-case letter/).first()).toBeVisible()
    await dialog.getByLabel('Name').fill('photos')
    await dialog.getByLabel('Quota, MB').fill('100')
    await dialog.getByRole('button', { name: 'Add a rule' }).click()
    await dialog.getByLabel('Keys begin with').fill('raw/')
    await dialog.getByRole('button', { name: 'Create bucket' }).click()
    await expect(page.getByText('No objects yet.')).toBeVisible()
    await expect(page.getByText('raw/ after 30 days', { exact: false })).toBeVisible()
  })

  await test.step('upload a small file and one in parts', async () => {
    await page.getByLabel('Upload files').setInputFiles([
      { name: 'pixel.png', mimeType: 'image/png', buffer: PIXEL },
      { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<script>alert(1)</script>') },
      { name: 'film.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(9 * 1024 * 1024, 7) },
    ])
    await expect(page.getByRole('status').filter({ hasText: '3 files uploaded' })).toBeVisible()
    await expect(page.getByRole('row', { name: /film\.bin/ })).toContainText('9.0 MB')
    await expect(page.getByText('3 objects', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Close the list of uploads' }).click()
  })

  await test.step('an upload that is refused says why and goes on once there is room', async () => {
    await api.must('PUT', `${buckets}/photos`, { quotaBytes: 10 * 1024 * 1024 })
    const large = { name: 'more.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(12 * 1024 * 1024, 1) }
    await page.getByLabel('Upload files').setInputFiles([large])
    const panel = page.getByRole('region', { name: 'Upload' })
    await expect(panel.getByText(/quota leaves room/)).toBeVisible()
    await api.must('PUT', `${buckets}/photos`, { quotaBytes: 100 * 1024 * 1024 })
    await panel.getByRole('button', { name: 'Resume' }).click()
    await expect(page.getByRole('row', { name: /more\.bin/ })).toContainText('12 MB')
  })

  await test.step('an upload whose last answer is lost is not sent again', async () => {
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/parts/')) sent.push(request.url())
    })
    await page.route(
      '**/complete',
      async (route) => {
        await route.fetch()
        await route.abort('connectionreset')
      },
      { times: 1 },
    )
    const whole = { name: 'once.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(9 * MIB, 4) }
    await page.getByLabel('Upload files').setInputFiles([whole])
    await expect(page.getByRole('row', { name: /once\.bin/ })).toContainText('9.0 MB', { timeout: 20_000 })
    const panel = page.getByRole('region', { name: 'Upload' })
    await expect(panel.getByRole('status')).toContainText('uploaded', { timeout: 20_000 })
    await expect(panel.getByText('1 failed')).toHaveCount(0)
    expect(sent).toHaveLength(2)
    await api.must('DELETE', `${buckets}/photos/objects/once.bin`)
    await page.getByRole('button', { name: 'Close the list of uploads' }).click()
    await page.reload()
  })

  await test.step('an upload takes the place of an object only when told to', async () => {
    const panel = page.getByRole('region', { name: 'Upload' })
    const again = { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<b>new</b>') }
    await page.getByLabel('Upload files').setInputFiles([again])
    await expect(panel.getByText('There is an object of this name already')).toBeVisible()
    await panel.getByRole('button', { name: 'Overwrite' }).click()
    await expect(panel.getByText('1 failed')).toHaveCount(0)
    await expect(page.getByRole('row', { name: /page\.html/ })).toContainText('10 B')
    await page.getByRole('button', { name: 'Close the list of uploads' }).click()
  })

  await test.step('the tab does not close unasked while files go up, whatever page it shows', async () => {
    await page.route('**/parts/*', () => {})
    const large = { name: 'held.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(9 * MIB) }
    await page.getByLabel('Upload files').setInputFiles([large])
    const panel = page.getByRole('region', { name: 'Upload' })
    await expect(panel.getByRole('status')).toHaveText('Uploading 1 file')
    await page.getByRole('navigation').getByRole('link', { name: 'Functions' }).click()
    await expect(page.getByRole('heading', { level: 1, name: space })).toBeVisible()
    const asked = page.waitForEvent('dialog')
    await page.close({ runBeforeUnload: true })
    const question = await asked
    expect(question.type()).toBe('beforeunload')
    await question.dismiss()
    await page.goBack()
    await panel.getByRole('button', { name: 'Cancel upload' }).click()
    await expect(panel).toHaveCount(0)
    await page.unroute('**/parts/*')
  })

  await test.step('an upload of an earlier visit goes on with the same file only', async () => {
    const at = new Date('2027-03-27T20:00:00Z')
    const files = { first: Buffer.alloc(9 * MIB, 1), alike: Buffer.alloc(9 * MIB, 2), other: Buffer.alloc(7) }
    const named = (name: keyof typeof files) => test.info().outputPath(name, 'tape.bin')
    for (const [name, bytes] of Object.entries(files)) {
      const path = named(name as keyof typeof files)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, bytes)
      await utimes(path, at, at)
    }
    // The first part arrives, the second never does.
    await page.route('**/parts/2', () => {})
    const second = page.waitForRequest('**/parts/2')
    await page.getByLabel('Upload files').setInputFiles(named('first'))
    await second
    page.once('dialog', (question) => void question.accept())
    await page.reload()
    await expect(page.getByText('Did not end: 8.0 MB of 9.0 MB are here.')).toBeVisible()
    // While a page loads, this would lose some of its requests.
    await page.unroute('**/parts/2')
    const again = page.getByLabel('File for tape.bin')
    await again.setInputFiles(named('other'))
    await expect(page.getByRole('alert')).toContainText('tape.bin is another file')
    await again.setInputFiles(named('alike'))
    await expect(page.getByRole('row', { name: /tape\.bin/ })).toContainText('9.0 MB')
    await expect(page.getByText('Did not end')).toHaveCount(0)
    const stored = await api.request.get(`/api/v1${buckets}/photos/objects/tape.bin`, {
      headers: { authorization: `Bearer ${API_KEY}` },
    })
    expect(files.alike.equals(await stored.body())).toBe(true)
    await api.must('DELETE', `${buckets}/photos/objects/tape.bin`)
    await page.getByRole('button', { name: 'Close the list of uploads' }).click()
  })

  await test.step('preview an image, and active content as text', async () => {
    await page.getByRole('row', { name: /pixel\.png/ }).click()
    const image = page.getByRole('img', { name: 'pixel.png' })
    await expect.poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(1)
    await page.goto(`/s/${space}/buckets?bucket=photos&key=page.html`)
    await expect(page.getByLabel('page.html').getByText('<b>new</b>')).toBeVisible()
  })

  await test.step('the preview of JSON keeps every digit', async () => {
    const headers = { 'content-type': 'application/json' }
    await api.must('PUT', `${buckets}/photos/objects/id.json`, '{"id":1234567890123456789,"price":1.10}', headers)
    await page.goto(`/s/${space}/buckets?bucket=photos&key=id.json`)
    await expect(page.getByLabel('id.json').getByText('"id": 1234567890123456789')).toBeVisible()
    await api.must('DELETE', `${buckets}/photos/objects/id.json`)
    await page.goto(`/s/${space}/buckets?bucket=photos&key=page.html`)
  })

  await test.step('the preview of a long text or deep JSON is cut and keeps the page alive', async () => {
    const texts = {
      'line.txt': { type: 'text/plain', text: 'x'.repeat(MIB + 1) },
      'lines.csv': { type: 'text/csv', text: '\n'.repeat(MIB - 4) + 'last' },
      'deep.json': { type: 'application/json', text: '['.repeat(100_000) + ']'.repeat(100_000) },
    }
    for (const [key, { type, text }] of Object.entries(texts)) {
      await api.must('PUT', `${buckets}/photos/objects/${key}`, text, { 'content-type': type })
      await page.goto(`/s/${space}/buckets?bucket=photos&key=${key}`)
      const preview = page.getByLabel(key).getByLabel('Preview')
      await expect.poll(async () => (await preview.textContent())?.trim().slice(-4)).toBe(text.slice(-4))
      await expect(page.getByText('The first 1.0 MB of 1.0 MB')).toHaveCount(key === 'line.txt' ? 1 : 0)
      await api.must('DELETE', `${buckets}/photos/objects/${key}`)
    }
    await page.goto(`/s/${space}/buckets?bucket=photos&key=page.html`)
  })

  const drawer = page.getByRole('complementary')
  const fromMenu = async (item: string) => {
    await drawer.getByRole('button', { name: 'More for this object' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }

  await test.step('links read and write the object without a session', async () => {
    await fromMenu('Copy link…')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('1 day').click()
    await dialog.getByRole('button', { name: 'Copy link' }).click()
    const url = await dialog.getByLabel('Copy link…').inputValue()
    const answer = await fetch(url)
    expect([answer.status, await answer.text()]).toEqual([200, '<b>new</b>'])
    await page.keyboard.press('Escape')
    await fromMenu('Upload link…')
    await dialog.getByRole('button', { name: 'Copy link' }).click()
    const target = await dialog.getByLabel('Copy link…').inputValue()
    expect((await fetch(target, { method: 'PUT', body: '<i>newer</i>' })).status).toBe(200)
    await page.keyboard.press('Escape')
  })

  await test.step('links are listed with their uses, and one is revoked', async () => {
    const links = drawer.getByRole('region', { name: 'Links' })
    await page.goto(`/s/${space}/buckets?bucket=photos&key=page.html`)
    await expect(links.getByText('reads · 1 use')).toBeVisible()
    await expect(links.getByText('writes · 1 use')).toBeVisible()
    await page.getByRole('link', { name: 'Links 2' }).click()
    const row = page.getByRole('table', { name: 'Links' }).getByRole('row', { name: /page\.html reads/ })
    await expect(row).toContainText('ends in')
    await row.getByRole('button', { name: 'Revoke link' }).click()
    const dialog = page.getByRole('dialog', { name: 'Revoke link to page.html' })
    await dialog.getByRole('button', { name: 'Revoke link' }).click()
    await expect(row).toContainText('revoked')
    await expect(row.getByRole('button')).toHaveCount(0)
    await expect(page.getByRole('link', { name: 'Links 1' })).toBeVisible()
    await row.click()
    await expect(links.getByText('revoked', { exact: false })).toBeVisible()
  })

  await test.step('type and metadata are edited, and the object renamed', async () => {
    await page.goto(`/s/${space}/buckets?bucket=photos&key=page.html`)
    await fromMenu('Edit type and metadata…')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Type').fill('text plain')
    await expect(dialog.getByText(/Must look like/)).toBeVisible()
    await dialog.getByLabel('Type').fill('text/plain')
    await dialog.getByRole('button', { name: 'Add metadata' }).click()
    await dialog.getByLabel('Name').fill('sku')
    await dialog.getByLabel('Value').fill('MUG-2291')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(drawer.getByText('MUG-2291')).toBeVisible()
    await fromMenu('Rename or move…')
    await dialog.getByLabel('Key').fill('film.bin')
    await dialog.getByRole('button', { name: 'Move' }).click()
    await expect(dialog.getByText('There is an object of this name already')).toBeVisible()
    await dialog.getByLabel('Key').fill('notes/page.txt')
    await dialog.getByRole('button', { name: 'Move' }).click()
    await expect(page).toHaveURL(/prefix=notes.*key=notes/)
    await expect(drawer.getByRole('heading', { name: 'page.txt' })).toBeVisible()
  })

  await test.step('folders by keyboard and address, and one deleted in the background with its name typed', async () => {
    for (const key of ['2027/a.json', '2027/b.json', '2027/03/c.json', '2027.txt']) {
      await api.must('PUT', `${buckets}/photos/objects/${key}`, { n: 1 })
    }
    await page.goto(`/s/${space}/buckets?bucket=photos`)
    await page.getByRole('row', { name: /2027\// }).focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/prefix=2027/)
    await expect(page.getByRole('row', { name: /a\.json/ })).toBeVisible()
    await expect(page.getByRole('row', { name: /03\// })).toContainText('1')
    await expect(page.getByRole('row', { name: /03\// })).toBeFocused()
    await page.goBack()
    await expect(page.getByRole('row', { name: /2027\// })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('row', { name: /03\// })).toBeFocused()
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: 'More for this folder' }).click()
    await page.getByRole('menuitem', { name: 'Download as zip' }).click()
    const zip = await saved
    expect(zip.suggestedFilename()).toBe('2027.zip')
    const names = Object.keys(unzipSync(await readFile(await zip.path())))
    expect(names.toSorted()).toEqual(['03/c.json', 'a.json', 'b.json'])
    await page.getByRole('searchbox', { name: 'Name starts with' }).fill('b')
    await expect(page.getByRole('row', { name: /a\.json/ })).toHaveCount(0)
    await page.getByRole('button', { name: 'More for this folder' }).click()
    await page.getByRole('menuitem', { name: 'Delete folder' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('3 objects, 21 B')).toBeVisible()
    await dialog.getByRole('textbox').fill('2027')
    await dialog.getByRole('button', { name: 'Delete folder 2027' }).click()
    await expect(page.getByRole('progressbar', { name: '3 of 3' })).toBeVisible()
    await expect(page.getByText('3 objects of 2027/ deleted')).toBeVisible()
    await expect(page.getByRole('row', { name: /2027\// })).toHaveCount(0)
    // A name that only begins alike stays.
    await expect(page.getByRole('row', { name: /2027\.txt/ })).toBeVisible()
  })

  await test.step('several are chosen by keyboard and deleted, and sorted by size', async () => {
    await page.getByRole('button', { name: 'Size' }).click()
    await expect(page).toHaveURL(/sort=-size/)
    const rows = page.getByRole('table', { name: 'Objects' }).getByRole('row')
    await expect(rows.nth(2)).toContainText('more.bin')
    await page.getByRole('row', { name: /more\.bin/ }).focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowDown')
    await expect(page.getByRole('toolbar').getByText('2 selected')).toBeVisible()
    await page.keyboard.press('Delete')
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByText('film.bin')).toBeVisible()
    await dialog.getByRole('textbox').fill('photos')
    await dialog.getByRole('button', { name: 'Delete 2 items' }).click()
    await expect(page.getByText('2 objects deleted')).toBeVisible()
    await expect(page.getByRole('row', { name: /\.bin/ })).toHaveCount(0)
    await expect(page.getByRole('row', { name: /pixel\.png/ })).toBeVisible()
  })

  await test.step('rules are edited on their tab, and the bucket emptied and deleted', async () => {
    const settings = async () => (await api.must('GET', `${buckets}/photos`)) as object
    await page.getByRole('link', { name: /Lifecycle/ }).click()
    await page.getByRole('button', { name: 'Add a rule' }).click()
    await page.getByLabel('Keys begin with').fill('raw/')
    await page.getByLabel('Days').fill('0')
    await expect(page.getByText(/Days must be/)).toBeVisible()
    await page.getByLabel('Days').fill('7')
    // Saved in another tab meanwhile: the quota stays, and rules are compared.
    await api.must('PUT', `${buckets}/photos`, { quotaBytes: 200 * MIB })
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Saved', { exact: true })).toBeVisible()
    expect(await settings()).toMatchObject({ quotaBytes: 200 * MIB, expiry: [{ prefix: 'raw/', days: 7 }] })
    await api.must('PUT', `${buckets}/photos`, { quotaBytes: 300 * MIB })
    await page.getByLabel('Days').fill('8')
    await page.getByRole('button', { name: 'Save' }).click()
    const changed = page.getByRole('dialog', { name: 'photos has changed since you opened it' })
    await changed.getByRole('button', { name: 'Save mine over it' }).click()
    await expect(changed).toBeHidden()
    expect(await settings()).toMatchObject({ quotaBytes: 300 * MIB, expiry: [{ prefix: 'raw/', days: 8 }] })
    await page.getByRole('link', { name: 'Objects' }).click()
    await expect(page.getByText('raw/ after 8 days', { exact: false })).toBeVisible()
    const dialog = page.getByRole('dialog')
    for (const [item, button] of [
      ['Empty bucket…', 'Empty bucket photos'],
      ['Delete bucket', 'Delete bucket photos'],
    ] as const) {
      await page.getByRole('button', { name: 'More', exact: true }).click()
      await page.getByRole('menuitem', { name: item }).click()
      await dialog.getByRole('textbox').fill('photos')
      await dialog.getByRole('button', { name: button }).click()
      if (item === 'Empty bucket…') await expect(page.getByText('No objects yet.')).toBeVisible()
    }
    await expect(page.getByText('No buckets yet.')).toBeVisible()
  })
})

test('a bucket trigger: made in the form, started by an upload', async ({ api, space, signedIn: page }) => {
  await api.must('PUT', `/spaces/${space}/buckets/photos`, {})
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'resize',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': 'export const handler = (event) => event.Records[0].s3.object.key\n' },
  })
  await page.goto(`/s/${space}/buckets?bucket=photos&tab=triggers`)
  await page.getByRole('button', { name: 'New trigger' }).click()
  await page.getByRole('dialog').getByRole('combobox', { name: 'Function' }).click()
  await page.getByRole('option', { name: 'resize' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Go on' }).click()
  const form = page.getByRole('region', { name: 'New trigger' })
  await form.getByLabel('Name').fill('uploads')
  await expect(form.getByRole('combobox', { name: 'Bucket' })).toContainText('photos')
  await form.getByLabel('Keys end with').fill('.json')
  await expect(form.getByText('None of the first 1,000 objects.')).toBeVisible()
  await form.getByRole('button', { name: 'Create trigger' }).click()
  await expect(page.getByText('uploads is created')).toBeVisible()
  await api.must('PUT', `/spaces/${space}/buckets/photos/objects/mug.json`, { sku: 1 })
  await page.goto(`/s/${space}/f/resize/triggers?trigger=uploads`)
  await expect(page.getByRole('list', { name: 'Firings' }).getByText('mug.json')).toBeVisible()
  await page.goto(`/s/${space}/buckets?bucket=photos`)
  await expect(page.getByRole('row', { name: /mug\.json/ })).toContainText('resize')
  await page.goto(`/s/${space}/buckets?bucket=photos&key=mug.json`)
  const drawer = page.getByRole('complementary', { name: 'mug.json' })
  await expect(drawer.getByText('uploads · Success')).toBeVisible()
  await drawer.getByRole('link', { name: 'Triggers of the bucket' }).click()
  await page.getByRole('row', { name: /resize/ }).click()
  await expect(page).toHaveURL(/f\/resize\/triggers\?trigger=uploads/)

  await api.must('DELETE', `/spaces/${space}/buckets/photos/objects/mug.json`)
  await page.goto(`/s/${space}/buckets?bucket=photos`)
  await expect(page.getByText('No objects yet.')).toBeVisible()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Delete bucket' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Its triggers of these functions are paused: resize')).toBeVisible()
  await dialog.getByRole('textbox').fill('photos')
  await dialog.getByRole('button', { name: 'Delete bucket photos' }).click()
  await expect(page.getByText('No buckets yet.')).toBeVisible()
  await page.goto(`/s/${space}/f/resize/triggers?trigger=uploads`)
  await expect(page.getByText(/^Paused .*: The bucket photos was deleted\.$/).first()).toBeVisible()
})
