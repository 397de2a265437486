import { IdentityProvider, IdentityProviderList, PageQuery, PutIdentityProvider, SignInOptions } from '@alcove/contract'
import { deleteIdentityProvider, getSignInOptions, listIdentityProviders, putIdentityProvider } from '@alcove/platform'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'

export const identityProviderRoutes = [
  route({
    method: 'get',
    path: '/identity-providers',
    action: 'platform:admin',
    summary: 'List the OpenID providers that people sign in with',
    query: PageQuery,
    answer: IdentityProviderList,
    run: ({ ctx, query }) => listIdentityProviders({ ctx, input: query }),
  }),
  route({
    method: 'put',
    path: '/identity-providers/{provider}',
    action: 'platform:admin',
    summary:
      'Let people sign in with an OpenID provider, or change it. If-Match: only as you last saw it; If-None-Match: *: only add',
    body: PutIdentityProvider,
    answer: IdentityProvider,
    puts: true,
    headers: (provider) => ({ ETag: quoted(provider.etag) }),
    run: ({ ctx, params, body, request }) =>
      putIdentityProvider({
        ctx,
        input: { name: params.provider, ...body, expected: expectedBy(request.headers) },
      }),
  }),
  route({
    method: 'delete',
    path: '/identity-providers/{provider}',
    action: 'platform:admin',
    summary: 'Remove an OpenID provider; accounts stay',
    status: 204,
    run: ({ ctx, params }) => deleteIdentityProvider({ ctx, input: { name: params.provider } }),
  }),
  route({
    method: 'get',
    path: '/sign-in-options',
    action: 'public',
    summary: 'The ways to sign in that the sign-in page offers',
    answer: SignInOptions,
    run: ({ ctx }) => getSignInOptions({ ctx, input: {} }),
  }),
]
