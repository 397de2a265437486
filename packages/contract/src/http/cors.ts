import { z } from 'zod'
import { HttpMethod } from './methods.ts'

const Origin = z
  .string()
  .max(300)
  .regex(/^(\*|https?:\/\/[a-z0-9.-]+(:\d{1,5})?)$/, 'Must be "*" or an origin such as "https://shop.example.org"')

const HeaderName = z.string().regex(/^[A-Za-z0-9-]{1,100}$/, 'Must be the name of a header')

/** What browsers may do from pages of other origins. Alcove answers preflight requests itself. */
export const Cors = z
  .strictObject({
    origins: z.array(Origin).min(1).max(50),
    methods: z.array(HttpMethod).min(1).optional().meta({ description: 'Left out: those that are served' }),
    headers: z.array(HeaderName).max(50).optional().meta({ description: 'Left out: those that the page asks for' }),
    exposeHeaders: z.array(HeaderName).max(50).default([]),
    credentials: z.boolean().default(false),
    maxAgeSeconds: z.number().int().min(0).max(86_400).default(600),
  })
  .refine(({ origins, credentials }) => !(credentials && origins.includes('*')), {
    path: ['credentials'],
    message: 'Credentials need named origins: browsers refuse them together with "*"',
  })
export type Cors = z.infer<typeof Cors>
