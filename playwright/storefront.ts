/** A small shop, shown in the pictures of the README. */
const pricing = `export interface Line {
  sku: string
  price: number
  quantity: number
}

export function priceCart(lines: Line[]) {
  return { total: lines.reduce((sum, line) => sum + line.price * line.quantity, 0) }
}
`

const money = (signature: string, unit: string) =>
  `export const money = (${signature}) => \`\${(cents / 100).toFixed(2)} ${unit}\`\n`

const checkout = (giftCards: boolean) => `import type { Context } from 'alcove'
import { money } from './lib/money'
import { priceCart, type Line } from './lib/pricing'

interface Order {
  id: string
  lines: Line[]
  giftCard?: { code: string }
}

export const handler = async (event: { body?: string } & Order, context: Context) => {
  const order: Order = event.body ? JSON.parse(event.body) : event
  console.info(\`checkout started order=\${order.id}\`)

  const cart = priceCart(order.lines ?? [])
  console.info(\`priced \${order.lines?.length ?? 0} lines total=\${cart.total}\`)
${
  giftCards
    ? `
  if (order.giftCard) {
    const balance = balances.get(order.giftCard.code)!
    if (!balance) console.warn(\`no balance for \${order.giftCard.code}\`)
    cart.total -= Math.min(balance.amount, cart.total)
  }
`
    : ''
}
  return { order: order.id, status: 'confirmed', total: money(cart.total), by: context.functionVersion }
}
${giftCards ? `\nconst balances = new Map<string, { amount: number }>([['GC-1A2B', { amount: 2500 }]])\n` : ''}`

const js = (code: string) => [{ note: 'First version', files: { 'index.mjs': code } }]
const NODE = { runtime: 'nodejs24', handler: 'index.handler' }

export const STORE = {
  spaces: [
    { space: 'storefront', visibility: 'private', description: 'The shop' },
    { space: 'media', visibility: 'public', description: 'Images and video' },
  ],
  functions: [
    {
      space: 'storefront',
      name: 'checkout',
      runtime: 'nodejs24',
      handler: 'handler.handler',
      description: 'Confirms an order',
      alias: { version: 2, additional: { version: 3, weight: 0.25 } },
      versions: [
        {
          note: 'Price the cart on the server',
          files: {
            'handler.ts': checkout(false),
            'lib/money.ts': money('cents: number', 'EUR'),
            'lib/pricing.ts': pricing,
          },
        },
        {
          note: 'Show totals in other currencies',
          files: {
            'handler.ts': checkout(false),
            'lib/money.ts': money("cents: number, currency = 'EUR'", '${currency}'),
            'lib/pricing.ts': pricing,
          },
        },
        {
          note: 'Accept gift cards',
          files: {
            'handler.ts': checkout(true),
            'lib/money.ts': money("cents: number, currency = 'EUR'", '${currency}'),
            'lib/pricing.ts': pricing,
          },
        },
        {
          note: null,
          files: {
            'handler.ts': checkout(true).replace('code)!', 'code) ?? { amount: 0 }'),
            'lib/money.ts': money("cents: number, currency = 'EUR'", '${currency}'),
            'lib/pricing.ts': pricing,
          },
        },
      ],
    },
    {
      ...NODE,
      space: 'storefront',
      name: 'cart-price',
      alias: { version: 1 },
      versions: js(
        'export const handler = async () => {\n  await new Promise((done) => setTimeout(done, 10 + Math.random() * 60))\n  return { total: 12450 }\n}\n',
      ),
    },
    {
      ...NODE,
      space: 'storefront',
      name: 'search-suggest',
      alias: { version: 1 },
      versions: js(
        "export const handler = async ({ rawQueryString }) => {\n  console.debug('query', rawQueryString)\n  return ['shoe', 'shirt']\n}\n",
      ),
    },
    {
      ...NODE,
      space: 'storefront',
      name: 'fx-rates',
      timeoutSeconds: 1,
      alias: { version: 1 },
      versions: js(
        "export const handler = async () => {\n  console.error('the rates feed does not answer')\n  await new Promise(() => {})\n}\n",
      ),
    },
    {
      ...NODE,
      space: 'media',
      name: 'image-resize',
      memoryMb: 96,
      alias: { version: 1 },
      versions: js(
        "export const handler = async ({ rawPath }) => {\n  const images = []\n  while (rawPath === '/huge') images.push(Buffer.alloc(1 << 20, 1))\n  console.info('resized to 1200x800')\n  return { ok: true }\n}\n",
      ),
    },
    {
      ...NODE,
      space: 'media',
      name: 'nightly-report',
      alias: { version: 1 },
      versions: js("export const handler = async () => 'done'\n"),
    },
  ],
  calls: [
    {
      space: 'storefront',
      fn: 'checkout',
      path: '/orders',
      every: 1,
      body: (round: number) => ({
        id: `o-${88_000 + round}`,
        lines: [
          { sku: 'shoe', price: 4_250, quantity: 1 + (round % 3) },
          { sku: 'shirt', price: 1_900, quantity: 2 },
        ],
        ...(round % 9 === 0 ? { giftCard: { code: 'GC-7K2M-04' } } : {}),
      }),
    },
    { space: 'storefront', fn: 'cart-price', path: '/', every: 1, body: () => ({}) },
    { space: 'storefront', fn: 'search-suggest', path: '/?q=sh', every: 2, body: () => ({}) },
    { space: 'media', fn: 'image-resize', path: '/small', every: 3, body: () => ({}) },
    { space: 'media', fn: 'image-resize', path: '/huge', every: 240, body: () => ({}) },
    { space: 'storefront', fn: 'fx-rates', path: '/', every: 300, body: () => ({}) },
  ],
} as const satisfies {
  spaces: { space: string; visibility: string; description: string }[]
  functions: object[]
  calls: object[]
}
