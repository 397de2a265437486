import { z } from 'zod'

/** Where Alcove posts to. It is reached under the egress rules of the space. */
export const WebhookUrl = z
  .url({ protocol: /^https?$/, error: 'Must be an http:// or https:// address' })
  .max(500)
  .refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : null
    return url === null || (url.username === '' && url.password === '' && url.hash === '')
  }, 'Must have no user name, password or fragment: the signature shows who sends')
  .meta({ examples: ['https://ops.example/hooks/orders'] })
