import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

/** The person that the provider reports, whoever asks. */
export interface Person {
  sub: string
  email: string
  email_verified: boolean
  name?: string
  groups?: string[]
}

export interface TestProvider extends AsyncDisposable {
  issuer: string
  clientId: string
  clientSecret: string
  /** Who signs in next. */
  person: Person
}

/** A real OpenID provider on this machine, which signs in `person` without asking. */
export async function startProvider(redirectUri: string): Promise<TestProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const [clientId, clientSecret] = ['alcove', 'a-secret-of-the-client']
  const started: TestProvider = {
    issuer,
    clientId,
    clientSecret,
    person: { sub: 'nobody', email: 'nobody@example.test', email_verified: true },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const people = new Map<string, Person>()
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub', 'groups'], profile: ['name'], email: ['email', 'email_verified'] },
    cookies: { keys: ['a key for cookies'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ ...people.get(id)! }) }),
    renderError: (ctx, out) => void (ctx.body = out),
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url!.startsWith('/interaction/')) return void answer(request, response)
    void letIn()
    async function letIn() {
      const { prompt, params, grantId } = await provider.interactionDetails(request, response)
      const { person } = started
      people.set(person.sub, person)
      if (prompt.name === 'login') {
        return provider.interactionFinished(request, response, { login: { accountId: person.sub, remember: false } })
      }
      const grant = grantId
        ? (await provider.Grant.find(grantId))!
        : new provider.Grant({ accountId: person.sub, clientId: String(params['client_id']) })
      grant.addOIDCScope(String(params['scope']))
      const id = await grant.save()
      return provider.interactionFinished(
        request,
        response,
        { consent: { grantId: id } },
        { mergeWithLastSubmission: true },
      )
    }
  })
  return started
}
