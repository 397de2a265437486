import { z } from 'zod'
import { Etag, Name, Timestamp } from './names.ts'
import { pageOf } from './pagination.ts'

const shared = {
  label: z.string().trim().min(1).max(60).meta({ description: 'What the button on the sign-in page says' }),
  issuer: z.url({ protocol: /^https?$/ }).max(500),
  clientId: z.string().min(1).max(300),
  scopes: z.string().min(1).max(300).default('openid profile email'),
  groupsClaim: z
    .string()
    .min(1)
    .max(100)
    .nullable()
    .default(null)
    .meta({ description: 'The claim that names the groups of a person; groups say which value fills them' }),
  createsAccounts: z
    .boolean()
    .default(false)
    .meta({ description: 'Make an account for who signs in for the first time; else only invited ones get in' }),
}

/** An OpenID provider that people sign in with. */
export const IdentityProvider = z
  .object({
    name: Name,
    ...shared,
    hasSecret: z.boolean(),
    redirectUri: z.string().meta({ description: 'To be registered at the provider' }),
    createdAt: Timestamp,
    etag: Etag,
  })
  .meta({ id: 'IdentityProvider' })
export type IdentityProvider = z.infer<typeof IdentityProvider>
export const IdentityProviderList = pageOf(IdentityProvider).meta({ id: 'IdentityProviderList' })

export const PutIdentityProvider = z
  .strictObject({
    ...shared,
    clientSecret: z
      .string()
      .min(1)
      .max(500)
      .nullish()
      .meta({ description: 'Left out: as it is; null: a public client' }),
  })
  .meta({ id: 'PutIdentityProvider' })
export type PutIdentityProvider = z.infer<typeof PutIdentityProvider>

export const passkeyOrigin = z.string().nullable().meta({
  description:
    'Where the console has to be open for passkeys: browsers make them for localhost and for host names with TLS; null: nowhere',
})

/** What the sign-in page offers. */
export const SignInOptions = z
  .object({
    providers: z.array(z.object({ name: Name, label: z.string() })),
    passkeyOrigin,
    needsSetup: z
      .boolean()
      .meta({ description: 'There is no administrator: the link in the output of the server makes one' }),
  })
  .meta({ id: 'SignInOptions' })
export type SignInOptions = z.infer<typeof SignInOptions>
