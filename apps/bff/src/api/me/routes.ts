import { Me } from '@alcove/contract'
import { getMe } from '@alcove/platform'
import { route } from '../route.ts'

export const meRoutes = [
  route({
    method: 'get',
    path: '/me',
    action: 'signedIn',
    keyNeeds: 'nothing',
    summary: 'Who you are and what you may do outside of spaces',
    answer: Me,
    run: ({ ctx }) => getMe({ ctx, input: {} }),
  }),
]
