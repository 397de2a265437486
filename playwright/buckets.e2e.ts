import { expect, test } from './fixtures.ts'

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
    await expect(dialog.getByText(/beginning with a letter/).first()).toBeVisible()
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
    await expect(page.getByRole('status').filter({ hasText: '3 files uploaded' })).toBeVisible({ timeout: 20_000 })
    await expect(page.getByRole('row', { name: /film\.bin/ })).toContainText('9.0 MB')
    await page.getByRole('button', { name: 'Close the list of uploads' }).click()
  })

  await test.step('an upload that is refused says why and goes on once there is room', async () => {
    await api.must('PUT', `${buckets}/photos`, { quotaBytes: 10 * 1024 * 1024 })
    const large = { name: 'more.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(12 * 1024 * 1024, 1) }
    await page.getByLabel('Upload files').setInputFiles([large])
    const panel = page.getByRole('region', { name: 'Upload' })
    await expect(panel.getByText(/quota leaves room/)).toBeVisible({ timeout: 20_000 })
    await api.must('PUT', `${buckets}/photos`, { quotaBytes: 100 * 1024 * 1024 })
    await panel.getByRole('button', { name: 'Resume' }).click()
    await expect(page.getByRole('row', { name: /more\.bin/ })).toContainText('12 MB', { timeout: 20_000 })
    await page.getByRole('button', { name: 'Close the list of uploads' }).click()
  })

  await test.step('preview an image, and active content as text', async () => {
    await page.getByRole('row', { name: /pixel\.png/ }).click()
    const image = page.getByRole('img', { name: 'pixel.png' })
    await expect.poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(1)
    await page.goto(`/s/${space}/buckets?bucket=photos&key=page.html`)
    await expect(page.getByLabel('page.html').getByText('<script>alert(1)</script>')).toBeVisible()
  })

  await test.step('a link reads the object without a session', async () => {
    await page.getByRole('button', { name: 'Copy link…' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('1 day').click()
    await dialog.getByRole('button', { name: 'Copy link' }).click()
    const url = await dialog.getByLabel('Copy link…').inputValue()
    const answer = await fetch(url)
    expect([answer.status, await answer.text()]).toEqual([200, '<script>alert(1)</script>'])
    await page.keyboard.press('Escape')
  })

  await test.step('folders by keyboard and address, and one deleted with its name typed', async () => {
    for (const key of ['2027/a.json', '2027/b.json', '2027/03/c.json']) {
      await api.must('PUT', `${buckets}/photos/objects/${key}`, { n: 1 })
    }
    await page.goto(`/s/${space}/buckets?bucket=photos`)
    await page.getByRole('row', { name: /2027\// }).focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/prefix=2027/)
    await expect(page.getByRole('row', { name: /a\.json/ })).toBeVisible()
    await expect(page.getByRole('row', { name: /03\// })).toBeVisible()
    await page.getByRole('searchbox', { name: 'Name starts with' }).fill('b')
    await expect(page.getByRole('row', { name: /a\.json/ })).toHaveCount(0)
    await page.getByRole('button', { name: 'Delete folder' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('2027')
    await dialog.getByRole('button', { name: 'Delete folder 2027' }).click()
    await expect(page.getByText('3 objects deleted')).toBeVisible()
    await expect(page.getByRole('row', { name: /2027/ })).toHaveCount(0)
  })

  await test.step('delete an object, and the bucket once it is empty', async () => {
    await page.getByRole('row', { name: /film\.bin/ }).click()
    await page.getByRole('button', { name: 'Delete object' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('film.bin')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete film.bin' }).click()
    await expect(page.getByRole('row', { name: /film\.bin/ })).toHaveCount(0)
    await api.must('POST', `${buckets}/photos/deletions`, { keys: ['pixel.png', 'page.html', 'more.bin'] })
    await page.goto(`/s/${space}/buckets?bucket=photos`)
    await page.getByRole('button', { name: 'Settings' }).last().click()
    await page.getByRole('menuitem', { name: 'Delete bucket' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('photos')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete bucket photos' }).click()
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
  await page.goto(`/s/${space}/f/resize/triggers?form=new.bucket`)
  const form = page.getByRole('region', { name: 'New trigger' })
  await form.getByLabel('Name').fill('uploads')
  await form.getByRole('combobox', { name: 'Bucket' }).click()
  await page.getByRole('option', { name: 'photos' }).click()
  await form.getByLabel('Keys end with').fill('.json')
  await expect(form.getByText('None of the first 1,000 objects.')).toBeVisible()
  await form.getByRole('button', { name: 'Create trigger' }).click()
  await expect(page.getByText('uploads is created')).toBeVisible()
  await api.must('PUT', `/spaces/${space}/buckets/photos/objects/mug.json`, { sku: 1 })
  await page.goto(`/s/${space}/f/resize/triggers?trigger=uploads`)
  await expect(page.getByRole('list', { name: 'Firings' }).getByText('mug.json')).toBeVisible({ timeout: 20_000 })
})
