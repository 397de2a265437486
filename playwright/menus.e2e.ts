import { expect, test } from './fixtures.ts'

test('a menu is worked with the keyboard alone, and gives the focus back', async ({ signedIn: page }) => {
  await page.goto('/')
  const button = page.getByRole('button', { name: 'Theme', exact: true })
  const menu = page.getByRole('menu', { name: 'Theme' })
  const item = (name: string) => menu.getByRole('menuitemradio', { name })

  await button.focus()
  await button.press('ArrowDown')
  // Opens on the first item: https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/
  await expect(item('Light')).toBeFocused()
  await expect(item('System')).toHaveAttribute('aria-checked', 'true')
  await expect(button).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('ArrowUp')
  await expect(item('System')).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(item('Light')).toBeFocused()
  await page.keyboard.press('End')
  await expect(item('System')).toBeFocused()
  await page.keyboard.press('d')
  await expect(item('Dark')).toBeFocused()

  await page.keyboard.press('Escape')
  await expect(menu).toHaveCount(0)
  await expect(button).toBeFocused()
  await expect(page.locator('html')).not.toHaveAttribute('data-theme', 'dark')

  await button.press('Enter')
  await page.keyboard.press('d')
  await page.keyboard.press('Enter')
  await expect(menu).toHaveCount(0)
  await expect(button).toBeFocused()
  await button.press('Enter')
  await expect(item('Dark')).toHaveAttribute('aria-checked', 'true')
  await page.getByRole('heading', { level: 1 }).click()
  await expect(menu).toHaveCount(0)
})

test('the palette keeps letters typed while it opens, puts exact names first, and opens what is first', async ({
  api,
  space,
  signedIn: page,
}) => {
  for (const name of ['pre-zebra', 'zebra-crossing', 'zebra']) {
    await api.must('POST', `/spaces/${space}/functions`, { name, runtime: 'nodejs24', handler: 'index.handler' })
  }
  await page.goto(`/s/${space}`)
  await expect(page.getByRole('link', { name: 'zebra', exact: true })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('zebra')
  const options = page.getByRole('dialog').getByRole('option')
  await expect(options).toHaveText([/^zebra/, /^zebra-crossing/, /^pre-zebra/])
  await expect(options.first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/s/${space}/f/zebra`)

  // A page of a function is named after it.
  await page.keyboard.press('Control+k')
  await page.keyboard.type('zebra-crossing log')
  await expect(options.first()).toHaveText(/^zebra-crossing · Logs/)
  await expect(options.first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/s/${space}/f/zebra-crossing/logs`)
})

test('the palette gives the focus back, also when its script came while it was open', async ({ signedIn: page }) => {
  const { promise: asked, resolve: letItLoad } = Promise.withResolvers<void>()
  await page.route(/\/assets\/Palette-[^/]+\.js$/, (route) => asked.then(() => route.continue()))
  await page.goto('/')
  const help = page.getByRole('button', { name: 'Help', exact: true })
  for (const early of [true, false]) {
    await help.focus()
    await page.keyboard.press('Control+k')
    await expect(page.getByPlaceholder('Space, function, page or action')).toBeFocused()
    if (!early) {
      letItLoad()
      await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible()
    }
    await page.keyboard.press('Escape')
    await expect(help).toBeFocused()
  }
})

test('a hint comes with the focus, names what it is about and goes with Escape', async ({ signedIn: page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Theme', exact: true }).focus()
  await page.keyboard.press('Shift+Tab')
  const focused = page.locator('button:focus')
  const hint = page.getByRole('tooltip', { name: (await focused.getAttribute('aria-label'))!, exact: true })
  await expect(hint).toBeVisible()
  const [box, at] = [(await hint.boundingBox())!, (await focused.boundingBox())!]
  expect(box.y >= at.y + at.height || box.y + box.height <= at.y).toBe(true)
  expect(box.x >= 0 && box.x + box.width <= page.viewportSize()!.width).toBe(true)
  await page.keyboard.press('Escape')
  await expect(hint).toHaveCount(0)
})

test('the palette offers what one may do on a function, and at 900 px its header still invokes', async ({
  api,
  space,
  signedIn: page,
}) => {
  const at = `/spaces/${space}/functions`
  await api.must('POST', at, { name: 'offers', runtime: 'nodejs24', handler: 'index.handler' })
  await page.goto(`/s/${space}/f/offers/logs`)
  const header = page.getByRole('main').getByRole('button', { name: 'Invoke', exact: true })
  await page.setViewportSize({ width: 900, height: 800 })
  await expect(header).toBeVisible()

  const choose = async (name: string) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('option', { name, exact: true }).click()
  }
  await choose('Invoke')
  await expect(page.getByRole('dialog', { name: 'Invoke offers' })).toBeVisible()
  await page.keyboard.press('Escape')
  await choose('New trigger')
  await expect(page).toHaveURL(/\/triggers\?form=new\.http$/)
  await page.goto(`/s/${space}/f/offers`)
  // Keys are heard once the page is there.
  await expect(page.getByRole('heading', { name: 'offers', level: 1 })).toBeVisible()
  await choose('Publish version')
  await expect(page.getByRole('dialog', { name: 'Publish version' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(`/s/${space}/f/offers/versions`)
})
